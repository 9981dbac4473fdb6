import type { LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { WakeUps } from "@synapse-voice/platform/database";
import type { CallQueries, PersonKey } from "./live-calls.ts";

/** One poll. */
export interface Poll {
  readonly since: string | null;
  /** The longest wait for an event; 0 answers at once. */
  readonly waitMs: number;
  /** Fires when the client has disconnected. */
  readonly signal: AbortSignal;
}

/** Answers polls at once if there are events, otherwise when there are some. */
export interface LiveFeed {
  poll(person: PersonKey, poll: Poll): Promise<LiveCalls>;
  /** Answers every open poll now, and later ones at once, because the server is about to stop. */
  close(): void;
}

/** The client of a poll disconnected before the answer. */
export class PollAbandoned extends Error {
  override name = "PollAbandoned";
}

export interface LiveFeedDeps {
  readonly queries: Pick<CallQueries, "live" | "lastEvent">;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /** Called with the age in ms of an event that a poll had waited for. For the metrics. */
  readonly eventHeard?: (ageMs: number) => void;
}

export function createLiveFeed({ queries, wakeUps, clock, eventHeard }: LiveFeedDeps): LiveFeed {
  const closing = new AbortController();

  async function hasEvents(person: PersonKey, since: string, waited: boolean): Promise<boolean> {
    const { cursor, writtenAt } = await queries.lastEvent(person);
    if (BigInt(cursor) <= BigInt(since)) return false;
    if (waited && writtenAt !== null) eventHeard?.(clock.now() - writtenAt);
    return true;
  }

  async function waitForEvents(
    person: PersonKey,
    since: string,
    { waitMs, signal }: Poll,
  ): Promise<void> {
    const waiter = createWaiter();
    // Listens before the first read, so that no event between the two is missed.
    const stops = [
      wakeUps.listen(person.userId, waiter.wake),
      clock.after(waitMs, waiter.finish),
      onAbort(signal, waiter.finish),
      onAbort(closing.signal, waiter.finish),
    ];
    try {
      for (
        let waited = false;
        !waiter.finished && !(await hasEvents(person, since, waited));
        waited = true
      )
        await waiter.next();
    } finally {
      for (const stop of stops) stop();
    }
    if (signal.aborted) throw new PollAbandoned();
  }

  return {
    async poll(person, poll) {
      const { since, waitMs } = poll;
      if (waitMs > 0 && since !== null) await waitForEvents(person, since, poll);
      return queries.live(person, since);
    },
    close: () => closing.abort(),
  };
}

/**
 * Makes a function that waits for a wake-up or the end. A wake-up between two waits ends the next
 * one at once.
 */
function createWaiter() {
  let woken = false;
  let finished = false;
  let go: (() => void) | null = null;
  const release = (): void => {
    go?.();
    go = null;
  };
  return {
    get finished() {
      return finished;
    },
    wake() {
      woken = true;
      release();
    },
    finish() {
      finished = true;
      release();
    },
    async next() {
      if (!woken && !finished)
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      woken = false;
    },
  };
}

function onAbort(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) then();
  signal.addEventListener("abort", then, { once: true });
  return () => signal.removeEventListener("abort", then);
}
