import { systemClock, type ClientClock } from "@synapse-voice/client";

/**
 * Runs work that a page asked for, now or when it is its turn. Returns false where too much of it
 * waits already, and never runs it then.
 */
export type PageShare = (work: () => void) => boolean;

/** Share of the time of the main thread that the requests of one page may take. */
const share = 0.1;
/** Time in ms that a page has at once. The settings take some 100 ms of it when they open. */
const burstMs = 1_000;
/** Time in ms that counts against a page at most: a slow system delays its next request by 1 s. */
const maxDebtMs = 100;
/** Number of requests that may wait. The screens send a dozen at once. */
const maxWaiting = 200;

/**
 * Makes the share of one page. Some requests write a file or ask the system, and each takes some ms
 * in which no call can be shown. A page with a fault, or one that was taken over, could send them
 * without end.
 */
export function createPageShare(clock: ClientClock = systemClock): PageShare {
  const waiting: (() => void)[] = [];
  let leftMs = burstMs;
  let countedAt = clock.monotonic();
  let isScheduled = false;

  const count = (): void => {
    const now = clock.monotonic();
    leftMs = Math.min(burstMs, leftMs + (now - countedAt) * share);
    countedAt = now;
  };
  function runWaiting(): void {
    count();
    while (leftMs > 0) {
      const work = waiting.shift();
      if (work === undefined) return;
      work();
      const now = clock.monotonic();
      leftMs = Math.max(-maxDebtMs, leftMs - (now - countedAt));
      countedAt = now;
    }
    isScheduled = true;
    clock.after(Math.ceil((1 - leftMs) / share), () => {
      isScheduled = false;
      runWaiting();
    });
  }
  return (work) => {
    if (waiting.length === maxWaiting) return false;
    waiting.push(work);
    if (!isScheduled) runWaiting();
    return true;
  };
}
