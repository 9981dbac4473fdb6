import type { MediaAccess } from "@synapse-voice/contract";
import { createFakeSound, type FakeSound } from "./fake-sound.ts";
import type {
  HoldMusic,
  MediaPort,
  MediaRoom,
  Microphone,
  Rejoin,
  RoomEvents,
  RoomFacts,
} from "../media/port/media-port.ts";

/** A microphone that only says what became of it. */
export interface FakeMicrophone extends Microphone {
  /** Whichever was asked for. */
  readonly id: string | null;
  muted: boolean;
  stopped: boolean;
  /** The outlets that calls have of it, oldest first. */
  readonly branches: FakeMicrophone[];
}

/** Hold music that makes no sound. */
export interface FakeHoldMusic extends HoldMusic {
  readonly playing: boolean;
}

/** A room that a test steers. */
export interface FakeRoom {
  readonly access: MediaAccess | null;
  /** True between a successful connect and its end. */
  readonly inside: boolean;
  readonly left: boolean;
  readonly published: FakeMicrophone[];
  /** Whether the microphone was muted at the moment of each publish. */
  readonly mutedAtPublish: boolean[];
  readonly soundAsked: number;
  /** True while the other side is heard. */
  readonly playing: boolean;
  /** The same at the moment of entry. */
  readonly playingAtEntry: boolean;
  /** Changes what can be seen of the room. */
  show(facts: Partial<RoomFacts>): void;
  /** Throws this device out. */
  end(rejoin: Rejoin): void;
}

/** Microphone and rooms without a browser. */
export interface FakeMediaPort extends MediaPort<FakeMicrophone> {
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
  /** What rooms show from the beginning: alone in them, if a test says nothing else. */
  facts: RoomFacts;
  /** Of all rooms. */
  readonly sound: FakeSound;
  /**
   * What the next questions for the microphone get: granted, an error, or an answer that waits for
   * `answerPrompt`.
   */
  prompt: "grant" | "wait" | Error;
  answerPrompt(): void;
  /**
   * What happens to those who enter or publish: `wait` lets them hang until they are let go on with
   * `letIn`, or leave.
   */
  entry: "open" | "closed" | "wait";
  publishing: "ok" | "fails" | "wait";
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

type Live = FakeRoom & MediaRoom<FakeMicrophone>;

function createRoom(port: FakeMediaPort, waiting: Set<() => void>, events: RoomEvents): Live {
  const seen = {
    access: null as MediaAccess | null,
    inside: false,
    left: false,
    published: [] as FakeMicrophone[],
    mutedAtPublish: [] as boolean[],
    soundAsked: 0,
    playing: true,
    playingAtEntry: true,
  };
  const look = createFakeSound(port.sound);
  let { facts } = port;
  return Object.assign(seen, {
    connect: async (access: MediaAccess) => {
      seen.access = access;
      if (port.entry === "wait") {
        await new Promise<void>((resolve, reject) => {
          waiting.add(() => (seen.left ? reject(new Error("left")) : resolve()));
        });
      }
      if (port.entry === "closed" || seen.left) throw new Error("no entry");
      seen.inside = true;
      seen.playingAtEntry = seen.playing;
    },
    publish: async (microphone: FakeMicrophone) => {
      // As the real one, where a publish that waits fails with the room.
      if (port.publishing === "wait") await new Promise<void>((resolve) => waiting.add(resolve));
      if (port.publishing === "fails" || seen.left) throw new Error("not published");
      seen.published.push(microphone);
      seen.mutedAtPublish.push(microphone.muted);
    },
    play: (on: boolean) => {
      seen.playing = on;
    },
    facts: () => facts,
    sound: async () => look(seen.published.length > 0),
    enableSound: async () => {
      seen.soundAsked++;
      facts = { ...facts, soundBlocked: false };
      events.changed();
    },
    disconnect: async () => {
      const { inside } = seen;
      seen.left = true;
      seen.inside = false;
      // As the real one, which gives up an attempt to connect.
      for (const go of waiting) go();
      // From inside it says goodbye to the server, which takes longer than what waits for nothing.
      if (inside) await new Promise<void>((resolve) => void setImmediate(resolve));
    },
    show: (change: Partial<RoomFacts>) => {
      facts = { ...facts, ...change };
      events.changed();
    },
    end: (rejoin: Rejoin) => {
      seen.inside = false;
      events.ended(rejoin);
    },
  });
}

function lastOf(rooms: readonly Live[]): Live {
  const last = rooms.at(-1);
  if (!last) throw new Error("no room yet");
  return last;
}

function createMicrophone(id: string | null): FakeMicrophone {
  const microphone: FakeMicrophone = {
    id,
    muted: false,
    stopped: false,
    branches: [],
    stop: () => {
      microphone.stopped = true;
    },
  };
  return microphone;
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

function branchOf(microphone: FakeMicrophone): FakeMicrophone {
  const branch = createMicrophone(microphone.id);
  microphone.branches.push(branch);
  return branch;
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
