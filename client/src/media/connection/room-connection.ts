import type { MediaAccess } from "@synapse-voice/contract";
import { backoff } from "../../session/backoff.ts";
import type { ClientClock } from "../../session/clock.ts";
import type {
  MediaPort,
  MediaRoom,
  Microphone,
  ReconnectPolicy,
  Transport,
} from "../port/media-port.ts";
import type { CallMediaState } from "../state/media-state.ts";

/** The connection of one call to its room. Each attempt and each reconnection opens a new room. */
export interface RoomConnection<Mic> {
  /** Returns the room while it is connected. */
  connectedRoom(): MediaRoom<Mic> | null;
  /** Returns the room, also while it is still connecting. */
  currentRoom(): MediaRoom<Mic> | null;
  status(): CallMediaState["status"];
  /** Returns true while the network lets no media through, though the media server answers. */
  isBlocked(): boolean;
  /** Connects for the first time. */
  connect(): void;
  /**
   * Leaves a connected room and connects again, because its audio does not work. Does nothing by
   * `relay` where the media server has none.
   */
  reconnect(transport: Transport): Promise<void>;
  /** Leaves the room for good; resolves once it is left. */
  leave(): Promise<void>;
}

/** Dependencies of a connection. */
export interface RoomConnectionContext<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  /** Gets a media token for the room. */
  access(): Promise<MediaAccess>;
}

/** Callbacks of a connection. */
export interface RoomConnectionEvents<Mic> {
  /** Runs before the room connects. */
  connecting(room: MediaRoom<Mic>): void;
  /** Runs when the status or the room's state changed. */
  changed(): void;
}

/**
 * Delay in ms before we reconnect to a room that the server closed, if the call is still live then.
 * Most often the call has ended or moved to another device, and the server's notice of that is on
 * its way. The status stays `connected` meanwhile.
 */
const serverNoticeDelayMs = 1_500;

/**
 * A connection that lasted longer than this was stable. A shorter one counts as a failed attempt,
 * so that clients don't flood a server that disconnects everyone.
 */
const stableAfterMs = 5_000;

/**
 * Time in ms after which a network counts as blocking media: the media server answers, but no
 * connection for media comes about. On working networks that takes less than 5 s, also over TCP. In
 * the middle of a call, the 7 s in which silence is noticed come before it.
 */
const blockedAfterMs = 7_000;

/** Watches whether a connection for media comes about once the media server has answered. */
function createBlockedWatch(
  clock: ClientClock,
  changed: () => void,
): { isBlocked(): boolean; reached(): void; stop(): void } {
  let blocked = false;
  let cancel: (() => void) | null = null;
  return {
    isBlocked: () => blocked,
    // Attempts that follow one another count as one.
    reached: () => {
      cancel ??= clock.after(blockedAfterMs, () => {
        blocked = true;
        changed();
      });
    },
    stop: () => {
      cancel?.();
      cancel = null;
      blocked = false;
    },
  };
}

/** Computes delays in ms before attempts: 0 after a stable connection, else {@link backoff}. */
function createReconnectDelay(clock: ClientClock): {
  connected(): void;
  afterLoss(): number;
  afterFailure(): number;
} {
  let failures = 0;
  let connectedAt = -Infinity;
  const afterFailure = (): number => backoff(clock, failures++);
  return {
    connected: () => {
      connectedAt = clock.monotonic();
    },
    afterFailure,
    afterLoss: () => {
      if (clock.monotonic() - connectedAt > stableAfterMs) failures = 0;
      if (failures > 0) return afterFailure();
      failures = 1;
      return 0;
    },
  };
}

/** Runs a task after a delay, or at once if the delay is 0. Returns how to cancel it. */
function runAfter(clock: ClientClock, delayMs: number, task: () => void): () => void {
  if (delayMs > 0) return clock.after(delayMs, task);
  task();
  return () => {};
}

/** Makes a connection. It reconnects after every loss until it is left. */
export function createRoomConnection<Mic extends Microphone>(
  { port, clock, access }: RoomConnectionContext<Mic>,
  { connecting, changed }: RoomConnectionEvents<Mic>,
): RoomConnection<Mic> {
  let status: CallMediaState["status"] = "connecting";
  let room: MediaRoom<Mic> | null = null;
  const delay = createReconnectDelay(clock);
  const watch = createBlockedWatch(clock, changed);
  let left = false;
  let cancel = (): void => {};

  const setStatus = (next: CallMediaState["status"]): void => {
    status = next;
    changed();
  };
  const connect = (): void => void join("any");
  const connectAfter = (delayMs: number): void => {
    cancel = runAfter(clock, delayMs, connect);
  };

  function lost(policy: ReconnectPolicy): void {
    room = null;
    if (policy === "delayed") return connectAfter(serverNoticeDelayMs);
    setStatus(policy === "never" ? "lost" : "reconnecting");
    if (policy === "immediate") connectAfter(delay.afterLoss());
  }

  async function join(transport: Transport): Promise<void> {
    if (status === "connected") setStatus("reconnecting");
    const isConnected = (): boolean => room === joined && status === "connected";
    let isReached = false;
    const joined = port.openRoom({
      reached: () => {
        isReached = true;
        // A relay out of reach says nothing about other ways.
        if (room === joined && !isConnected() && transport === "any") watch.reached();
      },
      changed: () => isConnected() && changed(),
      ended: (policy) => isConnected() && lost(policy),
    });
    room = joined;
    connecting(joined);
    try {
      const granted = await access();
      if (left) return;
      await joined.connect(granted, transport);
      if (left) return;
      delay.connected();
      watch.stop();
      setStatus("connected");
    } catch {
      // A server that can't be reached says nothing about the network's way for media.
      if (!isReached) watch.stop();
      await joined.disconnect();
      if (!left) connectAfter(transport === "relay" ? 0 : delay.afterFailure());
    }
  }

  return {
    connectedRoom: () => (status === "connected" ? room : null),
    currentRoom: () => room,
    status: () => (status === "connected" && room?.state().reconnecting ? "reconnecting" : status),
    isBlocked: watch.isBlocked,
    connect,
    reconnect: async (transport) => {
      if (status !== "connected" || !room) return;
      if (transport === "relay" && !room.hasRelay()) return;
      setStatus("reconnecting");
      await room.disconnect();
      if (!left) void join(transport);
    },
    leave: async () => {
      left = true;
      cancel();
      watch.stop();
      await room?.disconnect();
      room = null;
    },
  };
}
