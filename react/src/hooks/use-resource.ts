import { useEffect, useRef, useState } from "react";
import { ApiError } from "@synapse-voice/client";
import { useLatest } from "./use-latest.ts";
import { useVoice } from "./voice-context.ts";

/** Data that a view loads. */
export interface Resource<T> {
  /** Null until the first reply. */
  readonly data: T | null;
  /** Error code of the last request; null if it succeeded. `data` of an earlier request stays. */
  readonly error: string | null;
  /** True after 300 ms without a reply. Show only then that it loads. */
  readonly slow: boolean;
  /** Loads the data again. Errors are shown by `error`. */
  readonly reload: () => void;
}

const slowAfterMs = 300;
/** A request without a reply that fails after this time in ms may have used a dead connection. */
const lostAfterMs = 5_000;

/** Loads, and loads once more on a new connection where the first request got lost. */
async function loadAgainIfLost<T>(
  load: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const startedAt = performance.now();
  try {
    return await load(signal);
  } catch (error) {
    const isLost = error instanceof ApiError && error.code === "network";
    if (!isLost || signal.aborted || performance.now() - startedAt < lostAfterMs) throw error;
    return load(signal);
  }
}

/** Calls the listener each time the server becomes reachable again. */
function useReconnected(listener: () => void): void {
  const { client } = useVoice();
  const notify = useLatest(listener);
  useEffect(() => {
    let isReachable = client.getState().connection !== "offline";
    return client.subscribe(() => {
      const wasReachable = isReachable;
      isReachable = client.getState().connection !== "offline";
      if (isReachable && !wasReachable) notify();
    });
  }, [client, notify]);
}

/**
 * Loads data when `key` changes and on `reload`. A null key loads nothing. A reply to an older
 * request is dropped. Data that were loaded before the server became unreachable may be stale, so
 * they load again once it is reachable. With `intervalMs` they also load again at this interval
 * while the page is visible, and when it becomes visible, unless a request is under way: otherwise
 * no request would end on a slow connection.
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
  const isLoading = useRef(false);
  const start = useLatest(async (signal: AbortSignal) => loadAgainIfLost(load, signal));
  const request = key === null ? null : `${key}#${attempt}`;
  useEffect(() => {
    if (request === null) return undefined;
    const abort = new AbortController();
    isLoading.current = true;
    const slowTimer = setTimeout(
      () => setState((current) => ({ ...current, slow: true })),
      slowAfterMs,
    );
    const finish = (change: { data?: T; error: string | null }): void => {
      clearTimeout(slowTimer);
      if (abort.signal.aborted) return;
      isLoading.current = false;
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
  }, [request, start]);
  const reload = (): void => setAttempt((count) => count + 1);
  useReconnected(reload);
  useEffect(() => {
    if (intervalMs === undefined || key === null) return undefined;
    const reloadWhileVisible = (): void => {
      if (document.visibilityState === "visible" && !isLoading.current)
        setAttempt((count) => count + 1);
    };
    const timer = setInterval(reloadWhileVisible, intervalMs);
    document.addEventListener("visibilitychange", reloadWhileVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", reloadWhileVisible);
    };
  }, [intervalMs, key]);
  return { ...state, reload };
}
