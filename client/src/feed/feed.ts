import type { CallSnapshot, FeedHealth } from "@synapse-voice/contract";
import type { ClientClock, Stop } from "../session/clock.ts";
import type { LiveCallsQuery, LiveReply } from "../state/core.ts";
import type { CallView, Connection } from "../state/state.ts";

/** The parts of the client that a feed may use. */
export interface FeedPort {
  /** The client's clock. */
  readonly clock: ClientClock;
  /** Returns the person's id, from the session or from the token's `sub`. */
  userId(): Promise<string>;
  /**
   * Requests the live calls and merges the reply. With `since` and `waitSeconds` the server replies
   * when something changes. Resolves to the cursor for the next `since`. Rejects with an
   * {@link ApiError}.
   */
  fetchLive(query?: LiveCallsQuery): Promise<string>;
  /** Returns the last reply to `fetchLive`; null before the first. */
  lastReply(): LiveReply | null;
  /** Returns the monotonic time in ms of the last full reply, whoever requested it. */
  lastLiveAt(): number;
  /** Merges one snapshot. Older versions and repeats change nothing. */
  merge(call: CallSnapshot): void;
  /** Returns the calls as the client knows them. */
  getState(): { readonly calls: readonly CallView[] };
  /** Runs the listener after each change of the state. */
  subscribe(listener: () => void): Stop;
  /** Reports how well events arrive, and over which feed. */
  report(connection: Connection, health: FeedHealth): void;
  /** Runs the listener when a try is worth it at once: back online, or the machine woke up. */
  onWake(listener: () => void): Stop;
}

/** A way to get events. It starts to listen and returns how to stop. It can be started again. */
export type Feed = (port: FeedPort) => Stop;
