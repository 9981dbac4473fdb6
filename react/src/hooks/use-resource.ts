import { useEffect, useEffectEvent, useState } from "react";
import { ApiError } from "@synapse-voice/client";
import { useVoice } from "./voice-context.ts";

/**
 * Something that a view loads. `slow` turns true after 300 ms without an answer: only then show
 * that it loads.
 */
export interface Resource<T> {
  readonly data: T | null;
  /** Error code of the last try; null where it worked. The data of an earlier try stays. */
  readonly error: string | null;
  readonly slow: boolean;
  readonly reload: () => void;
}

const slowAfterMs = 300;

/** Calls back each time that the server can be reached again. */
function useReconnected(listener: () => void): void {
  const { client } = useVoice();
  const notify = useEffectEvent(listener);
  useEffect(() => {
    let isReachable = client.getState().connection !== "offline";
    return client.subscribe(() => {
      const wasReachable = isReachable;
      isReachable = client.getState().connection !== "offline";
      if (isReachable && !wasReachable) notify();
    });
  }, [client]);
}

/**
 * Loads when the key changes and on `reload`; an answer that came too late is dropped. A null key
 * loads nothing. What failed is loaded again once the server can be reached again. `intervalMs`
 * (ms) loads again by itself while the page is visible.
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  intervalMs?: number,
): Resource<T> {
  const [state, setState] = useState<{ data: T | null; error: string | null; slow: boolean }>({
    data: null,
    error: null,
    slow: false,
  });
  const [attempt, setAttempt] = useState(0);
  const start = useEffectEvent(async (signal: AbortSignal) => load(signal));
  const request = key === null ? null : `${key}#${attempt}`;
  useEffect(() => {
    if (request === null) return undefined;
    const abort = new AbortController();
    const slowTimer = setTimeout(
      () => setState((current) => ({ ...current, slow: true })),
      slowAfterMs,
    );
    const finish = (change: { data?: T; error: string | null }): void => {
      clearTimeout(slowTimer);
      if (!abort.signal.aborted)
        setState((current) => ({ data: current.data, ...change, slow: false }));
    };
    start(abort.signal).then(
      (data) => finish({ data, error: null }),
      (error: unknown) => finish({ error: error instanceof ApiError ? error.code : "network" }),
    );
    return () => {
      clearTimeout(slowTimer);
      abort.abort();
    };
  }, [request]);
  const reload = (): void => setAttempt((count) => count + 1);
  useReconnected(() => {
    if (state.error !== null) reload();
  });
  useEffect(() => {
    if (intervalMs === undefined || key === null) return undefined;
    const timer = setInterval(
      () => document.visibilityState === "visible" && setAttempt((count) => count + 1),
      intervalMs,
    );
    return () => clearInterval(timer);
  }, [intervalMs, key]);
  return { ...state, reload };
}
