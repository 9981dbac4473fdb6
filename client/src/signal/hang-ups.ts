import { hangUpCallSlim } from "@synapse-voice/contract";
import { ApiError } from "./api-error.ts";
import { backoff } from "./backoff.ts";
import type { Core } from "./core.ts";
import type { Stop } from "./feed.ts";
import { keptCalls, keepCalls, type Keep } from "./keep.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Hang-ups that are sent until the server has heard them. */
export interface HangUps {
  /** Ends the call here at once, and on the server as soon as it can be reached. */
  add(callId: string): Promise<void>;
  /** Sends what waits; resolves once each was tried. */
  flush(): Promise<unknown>;
  /** Sends again what failed, until the result is called; what waits then is kept. */
  persist(): Stop;
}

/** True where asking again may help. */
const mayHelp = (error: unknown): boolean => error instanceof ApiError && /^(0|401|429|5..)$/u.test(String(error.status));

/** Makes the outbox, with what an earlier page left in it. */
export function createHangUps(core: Core, keep: Keep | null): HangUps {
  const name = `synapse-voice.hang-ups.${core.session.deviceId}`;
  const once = createSingleFlight();
  let failures = 0;
  let persisting = false;
  let cancelRetry: Stop = () => {};

  function setLeaving(leaving: readonly string[]): void {
    core.dispatch({ type: "intent", at: core.clock.monotonic(), intent: { leaving } });
    keepCalls(keep, name, leaving);
  }

  async function send(callId: string): Promise<void> {
    try {
      const { call } = await core.request(hangUpCallSlim, { params: { callId }, keepalive: true });
      failures = 0;
      core.merge(call);
    } catch (error) {
      if (mayHelp(error)) {
        cancelRetry();
        if (persisting) cancelRetry = core.clock.after(backoff(core.clock, failures++), flush);
        return;
      }
      // The server knows no such live call of ours: it is over, and must not show as live again before its word.
      await core.fetchLive().catch(() => {});
    }
    setLeaving(core.getState().leaving.filter((id) => id !== callId));
  }

  const sendOnce = (callId: string): Promise<void> => once(callId, () => send(callId));
  const flush = (): Promise<unknown> => Promise.all(core.getState().leaving.map(sendOnce));

  const kept = keptCalls(keep, name);
  if (kept.length > 0) setLeaving(kept);

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
    add: (callId) => {
      setLeaving([...new Set([...core.getState().leaving, callId])]);
      return sendOnce(callId);
    },
  };
}
