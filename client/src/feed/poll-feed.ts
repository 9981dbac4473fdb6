import { times } from "@synapse-voice/contract";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { Feed } from "./feed.ts";

/** Number of failures in a row after which the client is offline. A single one may be a blip. */
const offlineAfterFailures = 2;
/** A reply that comes sooner than this many ms did not wait. Another request at once would loop. */
const minWaitMs = 250;
/** Delay in ms after such a reply. */
const eagerReplyDelayMs = 1_000;

/**
 * Makes the long-poll feed: each request waits at the server until something changes, or for 25 s
 * (`times.longPollMs` of the contract).
 */
export const createPollFeed = (): Feed => (port) => {
  let stopped = false;
  let interrupt: Stop = () => {};
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = port.clock.after(delayMs, resolve);
      interrupt = () => {
        cancel();
        resolve();
      };
    });

  async function run(): Promise<void> {
    let cursor: string | undefined;
    let failures = 0;
    let waitSeconds = 0;
    for (;;) {
      const requestedAt = port.clock.monotonic();
      const controller = new AbortController();
      interrupt = () => controller.abort();
      try {
        const next = await port.fetchLive({
          since: cursor,
          waitSeconds,
          signal: controller.signal,
        });
        if (stopped) return;
        failures = 0;
        port.report("online", "poll");
        const tookMs = port.clock.monotonic() - requestedAt;
        if (waitSeconds && next === cursor && tookMs < minWaitMs) await pause(eagerReplyDelayMs);
        cursor = next;
        waitSeconds = times.longPollMs / 1000;
      } catch (error) {
        // Woken or failed: the next request does not wait, so that it soon tells whether the
        // connection works.
        waitSeconds = 0;
        if (!stopped && !controller.signal.aborted) {
          if (++failures >= offlineAfterFailures) port.report("offline", "down");
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
