import type { MediaAccess } from "@synapse-voice/contract";
import type { MediaPort, MediaRoom, Microphone, Rejoin, RoomEvents, RoomFacts } from "./media-port.ts";

/** A microphone that only says what became of it. */
export interface FakeMicrophone extends Microphone {
  muted: boolean;
  stopped: boolean;
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
  /** What the next questions for the microphone get: granted, an error, or an answer that waits for `answerPrompt`. */
  prompt: "grant" | "wait" | Error;
  answerPrompt(): void;
  /** What happens to those who enter or publish: `wait` lets them hang until they are let go on with `letIn`, or leave. */
  entry: "open" | "closed" | "wait";
  publishing: "ok" | "fails" | "wait";
  letIn(): void;
  /** The newest room. */
  room(): FakeRoom;
}

const alone: RoomFacts = { remotePresent: false, remoteMuted: false, soundBlocked: false, mending: false };

type Live = FakeRoom & MediaRoom<FakeMicrophone>;

function createRoom(port: FakeMediaPort, waiting: Set<() => void>, events: RoomEvents): Live {
  const seen = { access: null as MediaAccess | null, inside: false, left: false, published: [] as FakeMicrophone[], mutedAtPublish: [] as boolean[], soundAsked: 0 };
  let facts = alone;
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
    },
    publish: async (microphone: FakeMicrophone) => {
      // As the real one, where a publish that waits fails with the room.
      if (port.publishing === "wait") await new Promise<void>((resolve) => waiting.add(resolve));
      if (port.publishing === "fails" || seen.left) throw new Error("not published");
      seen.published.push(microphone);
      seen.mutedAtPublish.push(microphone.muted);
    },
    facts: () => facts,
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

/** Makes a port that grants everything until it is told otherwise. */
export function createFakeMediaPort(): FakeMediaPort {
  const rooms: Live[] = [];
  const microphones: FakeMicrophone[] = [];
  const warmed: string[] = [];
  const waiting = new Set<() => void>();
  let answer = (): void => {};
  const port: FakeMediaPort = {
    rooms,
    microphones,
    warmed,
    prompt: "grant",
    entry: "open",
    publishing: "ok",
    answerPrompt: () => answer(),
    letIn: () => {
      port.entry = "open";
      port.publishing = "ok";
      for (const go of waiting) go();
    },
    room: () => {
      const last = rooms.at(-1);
      if (!last) throw new Error("no room yet");
      return last;
    },
    openMicrophone: async () => {
      if (port.prompt === "wait") await new Promise<void>((resolve) => (answer = resolve));
      if (port.prompt instanceof Error) throw port.prompt;
      const microphone: FakeMicrophone = {
        muted: false,
        stopped: false,
        stop: () => {
          microphone.stopped = true;
        },
      };
      microphones.push(microphone);
      return microphone;
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
    warm: (url) => void warmed.push(url),
  };
  return port;
}
