import type { Feed } from "@synapse-voice/client";
import type { Panel } from "../api.ts";

/** Time in ms between a request that failed and the next one. */
const retryMs = 2_000;

/**
 * Creates the panel's feed. The loader listens, and passes each reply to `hear`. The feed fetches
 * the live calls when the cursor of a reply is new, at its start and after a wake-up, and with them
 * the calls that ended since its last fetch. Replies that it hears during a request lead to one
 * more request. After two failures in a row the client is offline.
 */
export function createLoaderFeed(): { readonly feed: Feed; readonly hear: Panel["hear"] } {
  let request = (): void => {};
  let lastCursor: string | undefined;
  let pending = 0;
  /** Cursor of a reply that was heard during a request. */
  let missed: string | undefined;
  const hear: Panel["hear"] = ({ cursor }) => {
    if (pending) missed = cursor;
    else if (cursor !== lastCursor) request();
  };
  const feed: Feed = (port) => {
    let failures = 0;
    let cancelRetry = (): void => {};
    request = () => {
      pending++;
      missed = undefined;
      void port
        .fetchLive({ since: lastCursor })
        .then(
          (cursor) => {
            lastCursor = cursor;
            failures = 0;
            cancelRetry();
            port.report("online", "poll");
          },
          () => {
            if (++failures > 1) port.report("offline", "down");
            // One retry, however many requests have failed.
            cancelRetry();
            cancelRetry = port.clock.after(retryMs, () => request());
          },
        )
        .finally(() => {
          pending--;
          if (missed) hear({ cursor: missed });
        });
    };
    request();
    const stopWaking = port.onWake(() => request());
    return () => {
      request = () => {};
      stopWaking();
    };
  };
  return { feed, hear };
}
