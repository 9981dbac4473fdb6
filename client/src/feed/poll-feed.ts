import { times } from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Feed } from "./feed.ts";

/** Failures in a row after which the client calls itself offline; a single one may be a blip. */
const offlineAfter = 2;
/**
 * A reply that comes sooner than this (ms) did not wait; asking again at once would make a busy
 * loop of it.
 */
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

  async function run(): Promise<void> {
    let cursor: string | undefined;
    let failures = 0;
    let wait = 0;
    for (;;) {
      const askedAt = port.clock.monotonic();
      const controller = new AbortController();
      interrupt = () => controller.abort();
      try {
        const next = await port.fetchLive({ since: cursor, wait, signal: controller.signal });
        if (stopped) return;
        failures = 0;
        port.report("online", "poll");
        if (wait && next === cursor && port.clock.monotonic() - askedAt < tooSoon)
          await pause(1_000);
        cursor = next;
        wait = times.longPoll / 1000;
      } catch (error) {
        // Woken, or failed: whether the connection works is found out by a request that does not
        // wait.
        wait = 0;
        if (!stopped && !controller.signal.aborted) {
          if (++failures >= offlineAfter) port.report("offline", "down");
          await pause(backoff(port.clock, failures - 1, error));
        }
      }
      if (stopped) return;
    }
  }

  void run();
  const stopWaking = port.onWake(() => interrupt());
  return () => {
    stopped = true;
    stopWaking();
    interrupt();
  };
};
