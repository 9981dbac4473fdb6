import type { LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { WakeUps } from "@synapse-voice/platform/database";
import type { CallQueries, PersonKey } from "./live-calls.ts";

/** One poll. */
export interface Poll {
  readonly since: string | null;
  /** The longest to wait for news, ms; 0 answers at once. */
  readonly wait: number;
  /** Fires when whoever asks has gone. */
  readonly signal: AbortSignal;
}

/** Answers polls: at once where there is news, else as soon as there is. */
export interface LiveFeed {
  poll(person: PersonKey, poll: Poll): Promise<LiveCalls>;
  /** Answers every open poll now, and later ones at once: the server is about to stop. */
  close(): void;
}

/** Why a poll was let go without an answer. */
export class PollAbandoned extends Error {
  override name = "PollAbandoned";
}

export interface LiveFeedParts {
  readonly queries: Pick<CallQueries, "live" | "lastEvent">;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /**
   * For the figures that operators watch: how long ago the event was written that a poll had waited
   * for, ms.
   */
  readonly eventHeard?: (late: number) => void;
}

export function createLiveFeed({ queries, wakeUps, clock, eventHeard }: LiveFeedParts): LiveFeed {
  const closing = new AbortController();

  async function news(person: PersonKey, since: string, waited: boolean): Promise<boolean> {
    const { cursor, writtenAt } = await queries.lastEvent(person);
    if (BigInt(cursor) <= BigInt(since)) return false;
    if (waited && writtenAt !== null) eventHeard?.(clock.now() - writtenAt);
    return true;
  }

  return {
    async poll(person, { since, wait, signal }) {
      if (wait === 0 || since === null) return queries.live(person, since);
      const waiter = createWaiter();
      // Listening begins before the first look, so that nothing falls in between.
      const stops = [
        wakeUps.listen(person.userId, waiter.wake),
        clock.after(wait, waiter.finish),
        onAbort(signal, waiter.finish),
        onAbort(closing.signal, waiter.finish),
      ];
      try {
        for (
          let waited = false;
          !waiter.finished && !(await news(person, since, waited));
          waited = true
        )
          await waiter.next();
      } finally {
        for (const stop of stops) stop();
      }
      if (signal.aborted) throw new PollAbandoned();
      return queries.live(person, since);
    },
    close: () => closing.abort(),
  };
}

/** Waits for a wake-up or the end; a wake-up while nobody waits is kept for the next wait. */
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
