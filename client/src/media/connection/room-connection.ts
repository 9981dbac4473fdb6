import type { MediaAccess } from "@synapse-voice/contract";
import { backoff } from "../../session/backoff.ts";
import type { ClientClock } from "../../session/clock.ts";
import type { MediaPort, MediaRoom, Microphone, ReconnectPolicy } from "../port/media-port.ts";
import type { CallMediaState } from "../state/media-state.ts";

/** The connection of one call to its room. Each attempt and each reconnection opens a new room. */
export interface RoomConnection<Mic> {
  /** Returns the room while it is connected. */
  connectedRoom(): MediaRoom<Mic> | null;
  /** Returns the room, also while it is still connecting. */
  currentRoom(): MediaRoom<Mic> | null;
  status(): CallMediaState["status"];
  /** Connects for the first time. */
  connect(): void;
  /** Leaves a connected room and connects again, because its audio does not work. */
  reconnect(): Promise<void>;
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
  let left = false;
  let cancel = (): void => {};

  const setStatus = (next: CallMediaState["status"]): void => {
    status = next;
    changed();
  };
  const connect = (): void => void join();
  const connectAfter = (delayMs: number): void => {
    cancel = runAfter(clock, delayMs, connect);
  };

  function lost(policy: ReconnectPolicy): void {
    room = null;
    if (policy === "delayed") return connectAfter(serverNoticeDelayMs);
    setStatus(policy === "never" ? "lost" : "reconnecting");
    if (policy === "immediate") connectAfter(delay.afterLoss());
  }

  async function join(): Promise<void> {
    if (status === "connected") setStatus("reconnecting");
    const isConnected = (): boolean => room === joined && status === "connected";
    const joined = port.openRoom({
      changed: () => isConnected() && changed(),
      ended: (policy) => isConnected() && lost(policy),
    });
    room = joined;
    connecting(joined);
    try {
      const granted = await access();
      if (left) return;
      await joined.connect(granted);
      if (left) return;
      delay.connected();
      setStatus("connected");
    } catch {
      await joined.disconnect();
      if (!left) connectAfter(delay.afterFailure());
    }
  }

  return {
    connectedRoom: () => (status === "connected" ? room : null),
    currentRoom: () => room,
    status: () => (status === "connected" && room?.state().reconnecting ? "reconnecting" : status),
    connect,
    reconnect: async () => {
      if (status !== "connected" || !room) return;
      setStatus("reconnecting");
      await room.disconnect();
      if (!left) connect();
    },
    leave: async () => {
      left = true;
      cancel();
      await room?.disconnect();
      room = null;
    },
  };
}
