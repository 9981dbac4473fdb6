import type { HoldMusic, MediaPort, NamedDevice, RoomState } from "../media/port/media-port.ts";
import {
  createFakeRoom,
  type FakeMediaRoom,
  type FakeRoom,
  type FakeRoomSettings,
} from "./fake-media-room.ts";
import {
  cloneFakeMicrophone,
  createFakeMicrophone,
  type FakeMicrophone,
} from "./fake-microphone.ts";

/** Hold music without sound. */
export interface FakeHoldMusic extends HoldMusic {
  readonly playing: boolean;
}

/** Microphones and rooms without a browser. */
export interface FakeMediaPort extends MediaPort<FakeMicrophone>, FakeRoomSettings {
  /** Rooms that were made, oldest first. */
  readonly rooms: readonly FakeRoom[];
  readonly microphones: readonly FakeMicrophone[];
  /** URLs that `warm` was called with. */
  readonly warmed: readonly string[];
  /** Hold music that was played, oldest first. */
  readonly music: readonly FakeHoldMusic[];
  /** Condition for hold music to play; some browsers want a click, others accept recording. */
  musicNeeds: "nothing" | "click" | "recording";
  /** True once somebody has clicked. */
  clicked: boolean;
  /** Result of the next questions for the microphone; `wait` keeps them pending. */
  prompt: "grant" | "wait" | Error;
  /** Answers a pending question. */
  answerPrompt(): void;
  /** Microphones that are plugged in. The first one is used where the wanted one is missing. */
  devices: readonly NamedDevice[];
  /** True if the browser gives a microphone without asking. */
  allowed: boolean;
  /** Plugs a microphone in. */
  plugIn(device: NamedDevice): void;
  /** Unplugs a microphone, which ends where it is open. */
  unplug(id: string): void;
  /** Blocks or allows microphones, as the person does in the browser. */
  setAllowed(allowed: boolean): void;
  /** Continues everything that is pending in rooms. */
  continueAll(): void;
  /** Returns the newest room; throws where there is none. */
  room(): FakeRoom;
}

const alone: RoomState = {
  remotePresent: false,
  remoteMuted: false,
  soundBlocked: false,
  reconnecting: false,
  weakNetwork: null,
};

function lastOf(rooms: readonly FakeMediaRoom[]): FakeMediaRoom {
  const last = rooms.at(-1);
  if (!last) throw new Error("no room yet");
  return last;
}

function createHoldMusic(port: FakeMediaPort, changed: () => void): FakeHoldMusic {
  const music = {
    playing: true,
    blocked: () => port.musicNeeds !== "nothing",
    enableSound: async () => {
      const met =
        port.musicNeeds === "click"
          ? port.clicked
          : port.microphones.some(({ stopped }) => !stopped);
      if (met) port.musicNeeds = "nothing";
      changed();
    },
    stop: () => {
      music.playing = false;
    },
  };
  return music;
}

/** Makes the devices, which a test plugs in and out. */
const createFakeDevices = (
  port: () => FakeMediaPort,
  changed: () => void,
  endMicrophones: (isGone: (microphone: FakeMicrophone) => boolean) => void,
): Pick<FakeMediaPort, "devices" | "allowed" | "plugIn" | "unplug" | "setAllowed"> => ({
  devices: [
    { id: "desk", label: "Desk microphone" },
    { id: "headset", label: "Headset" },
  ],
  allowed: true,
  plugIn: (device) => {
    port().devices = [...port().devices, device];
    changed();
  },
  unplug: (id) => {
    port().devices = port().devices.filter((device) => device.id !== id);
    endMicrophones((microphone) => microphone.id === id);
    changed();
  },
  setAllowed: (allowed) => {
    port().allowed = allowed;
    if (!allowed) endMicrophones(() => true);
    changed();
  },
});

/** Makes a port where everything succeeds until a test changes that. */
export function createFakeMediaPort(): FakeMediaPort {
  const rooms: FakeMediaRoom[] = [];
  const microphones: FakeMicrophone[] = [];
  const warmed: string[] = [];
  const music: FakeHoldMusic[] = [];
  const pending = new Set<() => void>();
  const watchers = new Set<() => void>();
  let answer = (): void => {};
  const notifyWatchers = (): void => {
    for (const watcher of watchers) watcher();
  };
  const endMicrophones = (isGone: (microphone: FakeMicrophone) => boolean): void => {
    for (const microphone of microphones)
      if (!microphone.stopped && isGone(microphone)) microphone.ended();
  };
  const port: FakeMediaPort = {
    ...createFakeDevices(() => port, notifyWatchers, endMicrophones),
    rooms,
    microphones,
    warmed,
    music,
    musicNeeds: "nothing",
    clicked: false,
    state: alone,
    network: {
      transport: null,
      roundTripMs: null,
      jitterMs: null,
      lossIn: null,
      lossOut: null,
    },
    audio: { stuck: new Set(), theyPublish: true, sourceMuted: false },
    prompt: "grant",
    entry: "open",
    relay: "none",
    publishing: "ok",
    answerPrompt: () => answer(),
    continueAll: () => {
      port.entry = "open";
      port.publishing = "ok";
      for (const proceed of pending) proceed();
    },
    room: () => lastOf(rooms),
    openMicrophone: async (id = null) => {
      if (port.prompt === "wait") await new Promise<void>((resolve) => (answer = resolve));
      if (port.prompt instanceof Error) throw port.prompt;
      if (!port.allowed) throw Object.assign(new Error("blocked"), { name: "NotAllowedError" });
      const isThere = id === null || port.devices.some((device) => device.id === id);
      const microphone = createFakeMicrophone(isThere ? id : (port.devices[0]?.id ?? null));
      microphones.push(microphone);
      return microphone;
    },
    listMicrophones: async () => port.devices,
    idOf: ({ id }) => id,
    trackOf: () => null,
    onMicrophoneEnd: (microphone, listener) => {
      microphone.ended = listener;
    },
    watchMicrophones: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    isMicrophoneAllowed: async () => port.allowed,
    cloneMicrophone: cloneFakeMicrophone,
    muteLocally: (microphone) => {
      microphone.muted = true;
    },
    mute: async (microphone, muted) => {
      // As LiveKit does: a stopped microphone records again when it is unmuted.
      if (!muted && microphone.muted) microphone.stopped = false;
      microphone.muted = muted;
    },
    openRoom: (events) => {
      const room = createFakeRoom(port, pending, events);
      rooms.push(room);
      return room;
    },
    playHoldMusic: (changed) => {
      const played = createHoldMusic(port, changed);
      music.push(played);
      return played;
    },
    warm: (url) => void warmed.push(url),
  };
  return port;
}
