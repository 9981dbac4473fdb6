import { declineCallSlim, hangUpCallSlim } from "@synapse-voice/contract";
import { ApiError } from "../session/api-error.ts";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import { type KeyValueStorage, readCallIds, writeCallIds } from "../session/storage.ts";
import type { Core } from "../state/core.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Hang-ups and declines. Each is sent until the server confirms it. */
export interface HangUps {
  /** Ends the call here at once, and on the server as soon as it can be reached. */
  add(callId: string): Promise<void>;
  /** Declines a ringing call in the same way. */
  decline(callId: string): Promise<void>;
  /** Sends everything that is not confirmed yet. Resolves once each was tried. */
  flush(): Promise<unknown>;
  /** Sends failed ones again until the result is called. Those that are left stay in storage. */
  retry(): Stop;
}

/**
 * Returns whether another attempt may succeed. A page that a proxy or a captive portal sends in the
 * server's place says nothing about the call, whatever its status.
 */
const isRetryable = (error: unknown): boolean =>
  error instanceof ApiError && (!error.problem || /^(401|429|5..)$/u.test(String(error.status)));

/**
 * Suffix of the id of a call that was declined. It is sent as a decline, never as a hang-up, since
 * the person may have answered on another device by then.
 */
const declined = " declined";

const idOf = (item: string): string => item.replace(declined, "");

/** Makes the hang-ups, with those that an earlier page left in the storage. */
export function createHangUps(core: Core, storage: KeyValueStorage | null): HangUps {
  const key = `synapse-voice.hang-ups.${core.session.deviceId}`;
  const once = createSingleFlight();
  let items: readonly string[] = [];
  let failures = 0;
  let retrying = false;
  let cancelRetry: Stop = () => {};

  function setItems(next: readonly string[]): void {
    items = next;
    core.set({ hangingUp: items.map(idOf) });
    writeCallIds(storage, key, items);
  }

  async function send(item: string): Promise<void> {
    try {
      const { call } = await core.request(item === idOf(item) ? hangUpCallSlim : declineCallSlim, {
        params: { callId: idOf(item) },
        keepalive: true,
      });
      failures = 0;
      core.merge(call);
    } catch (error) {
      if (isRetryable(error)) {
        cancelRetry();
        if (retrying) cancelRetry = core.clock.after(backoff(core.clock, failures++, error), flush);
        return;
      }
      // The server has no such live call of this person: it is over. The state is fetched first, so
      // that the call does not show as live for a moment.
      await core.fetchLive().catch(() => {});
    }
    setItems(items.filter((other) => other !== item));
  }

  const sendOnce = (item: string): Promise<void> => once(item, () => send(item));
  const flush = (): Promise<unknown> => Promise.all(items.map(sendOnce));
  const add = (item: string): Promise<void> => {
    setItems([...new Set([...items, item])]);
    return sendOnce(item);
  };

  const stored = readCallIds(storage, key);
  if (stored.length > 0) setItems(stored);

  return {
    flush,
    retry: () => {
      retrying = true;
      const stopWaking = core.onWake(flush);
      return () => {
        retrying = false;
        stopWaking();
        cancelRetry();
      };
    },
    add,
    decline: (callId) => add(callId + declined),
  };
}
