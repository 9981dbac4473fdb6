import type { MediaAccess } from "@synapse-voice/contract";
import type {
  MediaRoom,
  NetworkSample,
  ReconnectPolicy,
  RoomEvents,
  RoomState,
  Transport,
} from "../media/port/media-port.ts";
import { createFakeAudio, type FakeAudio } from "./fake-audio.ts";
import type { FakeMicrophone } from "./fake-microphone.ts";

/** Behaviour of all rooms, as a test sets it. */
export interface FakeRoomSettings {
  /** First state of each new room; by default this device is alone in it. */
  state: RoomState;
  readonly audio: FakeAudio;
  /** Measurement of each room's connection. */
  network: NetworkSample;
  /**
   * Result of `connect`. `wait` keeps it pending until `continueAll` or `disconnect`. `blocked`:
   * the media server lets the device in, and then the connection fails for want of media.
   */
  entry: "open" | "closed" | "wait" | "blocked";
  /** Relay of the media server. Through a `blocked` one, connections fail for want of media. */
  relay: "none" | "open" | "blocked";
  /** Result of `publish`; `wait` as for `entry`. */
  publishing: "ok" | "fails" | "wait";
}

/** A room that a test controls. */
export interface FakeRoom {
  readonly access: MediaAccess | null;
  /** The transport of `connect`; null before it. */
  readonly transport: Transport | null;
  /** True between a successful connect and its end. */
  readonly inside: boolean;
  readonly left: boolean;
  readonly published: FakeMicrophone[];
  /** For each publish: whether the microphone was muted then. */
  readonly mutedAtPublish: boolean[];
  /** True while the other party is played. */
  readonly playing: boolean;
  /** The value of `playing` when the room was entered. */
  readonly playingAtEntry: boolean;
  /** Changes the room's state. */
  setState(change: Partial<RoomState>): void;
  /** Disconnects this device, as LiveKit would. */
  end(policy: ReconnectPolicy): void;
}

/** A fake room with the methods of a real one. */
export type FakeMediaRoom = FakeRoom & MediaRoom<FakeMicrophone>;

/** Makes a room. `pending` holds what continues a pending `connect` or `publish`. */
export function createFakeRoom(
  settings: FakeRoomSettings,
  pending: Set<() => void>,
  events: RoomEvents,
): FakeMediaRoom {
  const room = {
    access: null as MediaAccess | null,
    transport: null as Transport | null,
    inside: false,
    left: false,
    published: [] as FakeMicrophone[],
    mutedAtPublish: [] as boolean[],
    playing: true,
    playingAtEntry: true,
  };
  const readAudio = createFakeAudio(settings.audio);
  let { state } = settings;
  return Object.assign(room, {
    connect: async (access: MediaAccess, transport: Transport) => {
      Object.assign(room, { access, transport });
      if (settings.entry !== "closed") events.reached();
      if (settings.entry === "blocked" || (transport === "relay" && settings.relay !== "open"))
        throw new Error("no media");
      if (settings.entry === "wait") {
        await new Promise<void>((resolve, reject) => {
          pending.add(() => (room.left ? reject(new Error("left")) : resolve()));
        });
      }
      if (settings.entry === "closed" || room.left) throw new Error("no entry");
      room.inside = true;
      room.playingAtEntry = room.playing;
    },
    publish: async (microphone: FakeMicrophone) => {
      // As in LiveKit, a pending publish fails when the room is left.
      if (settings.publishing === "wait")
        await new Promise<void>((resolve) => pending.add(resolve));
      if (settings.publishing === "fails" || room.left) throw new Error("not published");
      room.published.push(microphone);
      room.mutedAtPublish.push(microphone.muted);
    },
    play: (on: boolean) => {
      room.playing = on;
    },
    state: () => state,
    hasRelay: () => settings.relay !== "none",
    audioStats: async () => readAudio(room.published.length > 0, state.remoteMuted),
    networkStats: async () => settings.network,
    enableSound: async () => {
      state = { ...state, soundBlocked: false };
      events.changed();
    },
    disconnect: async () => {
      const { inside } = room;
      room.left = true;
      room.inside = false;
      // As in LiveKit, leaving ends a pending connect.
      for (const proceed of pending) proceed();
      // A connected room tells the server first, which takes more than one turn of the event loop.
      if (inside) await new Promise<void>((resolve) => void setImmediate(resolve));
    },
    setState: (change: Partial<RoomState>) => {
      state = { ...state, ...change };
      events.changed();
    },
    end: (policy: ReconnectPolicy) => {
      room.inside = false;
      events.ended(policy);
    },
  });
}
