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

const slowAfter = 300;

/** Calls back each time that the server can be reached again. */
function useReconnected(listener: () => void): void {
  const { client } = useVoice();
  const tell = useEffectEvent(listener);
  useEffect(() => {
    let reached = client.getState().connection !== "offline";
    return client.subscribe(() => {
      const before = reached;
      reached = client.getState().connection !== "offline";
      if (reached && !before) tell();
    });
  }, [client]);
}

/**
 * Loads when the key changes and on `reload`; an answer that came too late is dropped. A null key
 * loads nothing. What failed is loaded again once the server can be reached again. `every` (ms)
 * loads again by itself while the page is visible.
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  every?: number,
): Resource<T> {
  const [state, setState] = useState<{ data: T | null; error: string | null; slow: boolean }>({
    data: null,
    error: null,
    slow: false,
  });
  const [round, setRound] = useState(0);
  const begin = useEffectEvent(async (signal: AbortSignal) => load(signal));
  const request = key === null ? null : `${key}#${round}`;
  useEffect(() => {
    if (request === null) return undefined;
    const abort = new AbortController();
    const waiting = setTimeout(() => setState((now) => ({ ...now, slow: true })), slowAfter);
    const settle = (change: { data?: T; error: string | null }): void => {
      clearTimeout(waiting);
      if (!abort.signal.aborted) setState((now) => ({ data: now.data, ...change, slow: false }));
    };
    begin(abort.signal).then(
      (data) => settle({ data, error: null }),
      (error: unknown) => settle({ error: error instanceof ApiError ? error.code : "network" }),
    );
    return () => {
      clearTimeout(waiting);
      abort.abort();
    };
  }, [request]);
  const reload = (): void => setRound((count) => count + 1);
  useReconnected(() => {
    if (state.error !== null) reload();
  });
  useEffect(() => {
    if (every === undefined || key === null) return undefined;
    const timer = setInterval(
      () => document.visibilityState === "visible" && setRound((count) => count + 1),
      every,
    );
    return () => clearInterval(timer);
  }, [every, key]);
  return { ...state, reload };
}
