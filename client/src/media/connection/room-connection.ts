import type { MediaAccess } from "@synapse-voice/contract";
import { backoff } from "../../session/backoff.ts";
import type { ClientClock } from "../../session/clock.ts";
import type { MediaPort, MediaRoom, Microphone, Rejoin } from "../port/media-port.ts";
import type { CallMediaState } from "../state/media-state.ts";

/** One call's stay in its room, through however many LiveKit rooms it takes. */
export interface Stay<Mic> {
  /** The room while it is entered. */
  room(): MediaRoom<Mic> | null;
  /** The same, and also while it is only being entered. */
  opened(): MediaRoom<Mic> | null;
  status(): CallMediaState["status"];
  enter(): void;
  /**
   * Leaves the room that was entered and enters it anew, where the connection is there but is of no
   * use.
   */
  rebuild(): Promise<void>;
  leave(): Promise<void>;
}

/** What a stay needs from around it. */
export interface StayContext<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  access(): Promise<MediaAccess>;
}

/** What a stay tells. */
export interface StayEvents<Mic> {
  /** A room is about to be entered. */
  opened(room: MediaRoom<Mic>): void;
  changed(): void;
}

/**
 * Ms after which a room that the server took away is tried again, if the call is still live here
 * then. Most often it has ended, or goes on on another device: nobody is alarmed before that is
 * known.
 */
const momentForTheServer = 1_500;

/**
 * A stay that lasted longer than this (ms) was a good one; a shorter one counts as a failed try, so
 * that a server which throws everybody out is not stormed.
 */
const steadyAfter = 5_000;

/** How long (ms) to wait before the next try to enter: not at all after a good stay. */
function createPatience(clock: ClientClock): {
  entered(): void;
  afterLoss(): number;
  afterFailure(): number;
} {
  let failures = 0;
  let enteredAt = -Infinity;
  const afterFailure = (): number => backoff(clock, failures++);
  return {
    entered: () => {
      enteredAt = clock.monotonic();
    },
    afterFailure,
    afterLoss: () => {
      if (clock.monotonic() - enteredAt > steadyAfter) failures = 0;
      if (failures > 0) return afterFailure();
      failures = 1;
      return 0;
    },
  };
}

/** Runs a task in so many ms, at once where that is none; returns what calls it off. */
function nowOrIn(clock: ClientClock, ms: number, task: () => void): () => void {
  if (ms > 0) return clock.after(ms, task);
  task();
  return () => {};
}

/** Makes a stay; it comes back after every loss, as long as it takes, until it is left. */
export function createStay<Mic extends Microphone>(
  { port, clock, access }: StayContext<Mic>,
  { opened, changed }: StayEvents<Mic>,
): Stay<Mic> {
  let status: CallMediaState["status"] = "connecting";
  let room: MediaRoom<Mic> | null = null;
  const patience = createPatience(clock);
  let left = false;
  let cancel = (): void => {};

  const become = (next: CallMediaState["status"]): void => {
    status = next;
    changed();
  };
  const enter = (): void => void join();
  const enterIn = (ms: number): void => {
    cancel = nowOrIn(clock, ms, enter);
  };

  function lost(rejoin: Rejoin): void {
    room = null;
    if (rejoin !== "soon") become(rejoin === "elsewhere" ? "lost" : "reconnecting");
    if (rejoin !== "elsewhere")
      enterIn(rejoin === "soon" ? momentForTheServer : patience.afterLoss());
  }

  async function join(): Promise<void> {
    if (status === "connected") become("reconnecting");
    const inside = (): boolean => room === mine && status === "connected";
    const mine = port.openRoom({
      changed: () => inside() && changed(),
      ended: (rejoin) => inside() && lost(rejoin),
    });
    room = mine;
    opened(mine);
    try {
      const granted = await access();
      if (left) return;
      await mine.connect(granted);
      if (left) return;
      patience.entered();
      become("connected");
    } catch {
      await mine.disconnect();
      if (!left) enterIn(patience.afterFailure());
    }
  }

  return {
    room: () => (status === "connected" ? room : null),
    opened: () => room,
    status: () => (status === "connected" && room?.facts().mending ? "reconnecting" : status),
    enter,
    rebuild: async () => {
      if (status !== "connected" || !room) return;
      become("reconnecting");
      await room.disconnect();
      if (!left) enter();
    },
    leave: async () => {
      left = true;
      cancel();
      await room?.disconnect();
      room = null;
    },
  };
}
