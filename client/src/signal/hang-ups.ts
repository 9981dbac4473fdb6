import { hangUpCallSlim } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import { backoff } from "./backoff.ts";
import type { Core } from "./core.ts";
import type { Stop } from "./feed.ts";
import { randomId } from "./random-id.ts";

/** Where hang-ups wait over a reload; `sessionStorage` fits. */
export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const CallIds = v.array(v.string());

function load(keep: Keep | null, name: string): string[] {
  try {
    return v.parse(CallIds, JSON.parse(keep?.getItem(name) ?? "[]"));
  } catch {
    return [];
  }
}

/** Hang-ups that are sent until the server has heard them. */
export interface HangUps {
  /** Ends the call here at once, and on the server as soon as it can be reached. */
  add(callId: string): Promise<void>;
  /** Sends what waits; resolves once each was tried. */
  flush(): Promise<void>;
  stop: Stop;
}

/** True where asking again may help. */
const mayHelp = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.status === 401 || error.status === 429);

/** Makes the outbox, with what an earlier page left in it. */
export function createHangUps(core: Core, keep: Keep | null): HangUps {
  const name = `synapse-voice.hang-ups.${core.session.deviceId}`;
  const sending = new Map<string, Promise<void>>();
  let failures = 0;
  let cancelRetry: Stop = () => {};

  function setLeaving(leaving: readonly string[]): void {
    core.dispatch({ type: "intent", at: core.clock.monotonic(), leaving });
    try {
      if (leaving.length > 0) keep?.setItem(name, JSON.stringify(leaving));
      else keep?.removeItem(name);
    } catch {
      // Storage is full or forbidden: then it lasts as long as the page.
    }
  }

  async function send(callId: string): Promise<void> {
    try {
      const { call } = await core.request(hangUpCallSlim, { params: { callId }, key: randomId(), keepalive: true });
      failures = 0;
      core.merge(call);
    } catch (error) {
      if (mayHelp(error)) {
        cancelRetry();
        cancelRetry = core.clock.after(backoff(core.clock, failures++), () => void flush());
        return;
      }
      // The server knows no such live call of ours: it is over.
      void core.fetchLive().catch(() => {});
    }
    setLeaving(core.getState().leaving.filter((id) => id !== callId));
  }

  function sendOnce(callId: string): Promise<void> {
    const current = sending.get(callId) ?? send(callId).finally(() => sending.delete(callId));
    sending.set(callId, current);
    return current;
  }

  async function flush(): Promise<void> {
    await Promise.all(core.getState().leaving.map(sendOnce));
  }

  const kept = load(keep, name);
  if (kept.length > 0) setLeaving(kept);

  return {
    flush,
    stop: () => cancelRetry(),
    add: (callId) => {
      setLeaving([...new Set([...core.getState().leaving, callId])]);
      return sendOnce(callId);
    },
  };
}
