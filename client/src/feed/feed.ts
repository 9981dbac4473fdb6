import type { CallSnapshot, FeedHealth } from "@synapse-voice/contract";
import type { ClientClock, Stop } from "../session/clock.ts";
import type { LiveCallsQuery } from "../state/core.ts";
import type { Connection } from "../state/state.ts";

/** What the client offers to a feed. */
export interface FeedPort {
  readonly clock: ClientClock;
  /** Supabase id of the person, from the session or its token's `sub`. */
  userId(): Promise<string>;
  /** A current access token. */
  getToken(): Promise<string>;
  /**
   * Asks for the live calls and merges the reply. With `since` and `wait` (s) the server answers
   * when something changes. Resolves to the cursor for the next `since`; rejects with an ApiError.
   */
  fetchLive(ask?: LiveCallsQuery): Promise<string>;
  /** Monotonic time of the last full reply, whoever asked for it. */
  liveAt(): number;
  /** Merges one snapshot; older ones and repeats do nothing. */
  merge(call: CallSnapshot): void;
  /** Says how well calls are heard of, and by what. */
  report(connection: Connection, via: FeedHealth): void;
  /** Calls back when it is worth trying at once: the browser is online again, the machine woke up. */
  onWake(listener: () => void): Stop;
}

/**
 * A way to hear of calls: starts listening, returns how to stop. It may be started again
 * afterwards.
 */
export type Feed = (port: FeedPort) => Stop;
