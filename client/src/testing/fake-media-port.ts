import type { HoldMusic, MediaPort, RoomFacts } from "../media/port/media-port.ts";
import { createRoom, type FakeRoom, type FakeRoomSettings, type Live } from "./fake-media-room.ts";
import { branchOf, createMicrophone, type FakeMicrophone } from "./fake-microphone.ts";

/** Hold music that makes no sound. */
export interface FakeHoldMusic extends HoldMusic {
  readonly playing: boolean;
}

/** Microphone and rooms without a browser. */
export interface FakeMediaPort extends MediaPort<FakeMicrophone>, FakeRoomSettings {
  readonly rooms: readonly FakeRoom[];
  readonly microphones: readonly FakeMicrophone[];
  readonly warmed: readonly string[];
  /** Hold music that was played, oldest first. */
  readonly music: readonly FakeHoldMusic[];
  /**
   * What hold music waits for: nothing, a click, or that this page records, as some browsers let it
   * play then.
   */
  musicNeeds: "nothing" | "click" | "recording";
  /** True once somebody has clicked. */
  clicked: boolean;
  /**
   * What the next questions for the microphone get: granted, an error, or an answer that waits for
   * `answerPrompt`.
   */
  prompt: "grant" | "wait" | Error;
  answerPrompt(): void;
  letIn(): void;
  /** The newest room. */
  room(): FakeRoom;
}

const alone: RoomFacts = {
  remotePresent: false,
  remoteMuted: false,
  soundBlocked: false,
  mending: false,
};

function lastOf(rooms: readonly Live[]): Live {
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

const named = [
  { id: "desk", label: "Desk microphone" },
  { id: "headset", label: "Headset" },
];

/** Makes a port that grants everything until it is told otherwise. */
export function createFakeMediaPort(): FakeMediaPort {
  const rooms: Live[] = [];
  const microphones: FakeMicrophone[] = [];
  const warmed: string[] = [];
  const music: FakeHoldMusic[] = [];
  const waiting = new Set<() => void>();
  let answer = (): void => {};
  const port: FakeMediaPort = {
    rooms,
    microphones,
    warmed,
    music,
    musicNeeds: "nothing",
    clicked: false,
    facts: alone,
    sound: { stuck: new Set(), theyPublish: true, sourceMuted: false },
    prompt: "grant",
    entry: "open",
    publishing: "ok",
    answerPrompt: () => answer(),
    letIn: () => {
      port.entry = "open";
      port.publishing = "ok";
      for (const go of waiting) go();
    },
    room: () => lastOf(rooms),
    openMicrophone: async (id = null) => {
      if (port.prompt === "wait") await new Promise<void>((resolve) => (answer = resolve));
      if (port.prompt instanceof Error) throw port.prompt;
      const microphone = createMicrophone(id);
      microphones.push(microphone);
      return microphone;
    },
    listMicrophones: async () => named,
    idOf: ({ id }) => id,
    branch: branchOf,
    hush: (microphone) => {
      microphone.muted = true;
    },
    mute: async (microphone, muted) => {
      // As LiveKit's, which asks for a microphone anew when one that was stopped is unmuted.
      if (!muted && microphone.muted) microphone.stopped = false;
      microphone.muted = muted;
    },
    openRoom: (events) => {
      const room = createRoom(port, waiting, events);
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
