import { times } from "@synapse-voice/contract";
import { backoff } from "./backoff.ts";
import type { Feed, FeedPort, Stop } from "./feed.ts";

/** Failures in a row after which the client calls itself offline; a single one may be a blip. */
const offlineAfter = 2;
/** A reply that comes sooner than this (ms) did not wait; asking again at once would make a busy loop of it. */
const tooSoon = 250;

/** Hears of calls by the long poll: each request waits at the server until something changes. */
export const createPollFeed = (): Feed => (port) => {
  let stopped = false;
  let interrupt: Stop = () => {};
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = port.clock.after(ms, resolve);
      interrupt = () => {
        cancel();
        resolve();
      };
    });

  async function ask(since: string | undefined, wait: number): Promise<string | null> {
    const controller = new AbortController();
    interrupt = () => controller.abort();
    try {
      return await port.fetchLive({ since, wait, signal: controller.signal });
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    }
  }

  void run(port, ask, pause, () => stopped);
  const stopWaking = port.onWake(() => interrupt());
  return () => {
    stopped = true;
    stopWaking();
    interrupt();
  };
};

async function run(port: FeedPort, ask: (since: string | undefined, wait: number) => Promise<string | null>, pause: (ms: number) => Promise<void>, stopped: () => boolean): Promise<void> {
  let cursor: string | undefined;
  let failures = 0;
  let wait = 0;
  while (!stopped()) {
    const askedAt = port.clock.monotonic();
    try {
      const next = await ask(cursor, wait);
      if (stopped()) return;
      // Woken: whether the connection still works is found out by a request that does not wait.
      const waited = wait > 0 && next !== null;
      wait = next === null ? 0 : times.longPoll / 1000;
      if (next === null) continue;
      failures = 0;
      port.report("online", "poll");
      if (waited && next === cursor && port.clock.monotonic() - askedAt < tooSoon) await pause(1_000);
      cursor = next;
    } catch {
      if (stopped()) return;
      wait = 0;
      if (++failures >= offlineAfter) port.report("offline", "down");
      await pause(backoff(port.clock, failures - 1));
    }
  }
}
