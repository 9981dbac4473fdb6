import type { MediaAccess } from "@synapse-voice/contract";
import type { MediaRoom, Rejoin, RoomEvents, RoomFacts } from "../media/port/media-port.ts";
import type { FakeMicrophone } from "./fake-microphone.ts";
import { createFakeSound, type FakeSound } from "./fake-sound.ts";

/** What a test decides about all rooms. */
export interface FakeRoomSettings {
  /** What rooms show from the beginning: alone in them, if a test says nothing else. */
  facts: RoomFacts;
  /** Of all rooms. */
  readonly sound: FakeSound;
  /**
   * What happens to those who enter or publish: `wait` lets them hang until they are let go on with
   * `letIn`, or leave.
   */
  entry: "open" | "closed" | "wait";
  publishing: "ok" | "fails" | "wait";
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

/** The same, with what the port's user sees. */
export type Live = FakeRoom & MediaRoom<FakeMicrophone>;

/** Makes a room of this port. */
export function createRoom(
  port: FakeRoomSettings,
  waiting: Set<() => void>,
  events: RoomEvents,
): Live {
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
