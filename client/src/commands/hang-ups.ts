import { declineCallSlim, hangUpCallSlim } from "@synapse-voice/contract";
import { ApiError } from "../session/api-error.ts";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import { type Keep, keepCalls, keptCalls } from "../session/storage.ts";
import type { Core } from "../state/core.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Hang-ups, and calls that were declined: sent until the server has heard them. */
export interface HangUps {
  /** Ends the call here at once, and on the server as soon as it can be reached. */
  add(callId: string): Promise<void>;
  /** The same for a call that rings: somebody else may still answer it. */
  decline(callId: string): Promise<void>;
  /** Sends what waits; resolves once each was tried. */
  flush(): Promise<unknown>;
  /** Sends again what failed, until the result is called; what waits then is kept. */
  persist(): Stop;
}

/** True where asking again may help. */
const mayHelp = (error: unknown): boolean =>
  error instanceof ApiError && /^(0|401|429|5..)$/u.test(String(error.status));

/**
 * Follows the id of a call that was declined: by then it may be on another device of the person,
 * which must not be hung up on.
 */
const declined = " declined";

const idOf = (item: string): string => item.replace(declined, "");

/** Makes the outbox, with what an earlier page left in it. */
export function createHangUps(core: Core, keep: Keep | null): HangUps {
  const name = `synapse-voice.hang-ups.${core.session.deviceId}`;
  const once = createSingleFlight();
  let items: readonly string[] = [];
  let failures = 0;
  let persisting = false;
  let cancelRetry: Stop = () => {};

  function setItems(next: readonly string[]): void {
    items = next;
    core.set({ leaving: items.map(idOf) });
    keepCalls(keep, name, items);
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
      if (mayHelp(error)) {
        cancelRetry();
        if (persisting)
          cancelRetry = core.clock.after(backoff(core.clock, failures++, error), flush);
        return;
      }
      // The server knows no such live call of ours: it is over, and must not show as live again
      // before its word.
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

  const kept = keptCalls(keep, name);
  if (kept.length > 0) setItems(kept);

  return {
    flush,
    persist: () => {
      persisting = true;
      const stopWaking = core.onWake(flush);
      return () => {
        persisting = false;
        stopWaking();
        cancelRetry();
      };
    },
    add,
    decline: (callId) => add(callId + declined),
  };
}
