import { useCallback, useInsertionEffect, useRef } from "react";

/**
 * Returns a function for effects that always runs the callback of the last render. It does what
 * `useEffectEvent` does, which React 18 lacks; unlike there, the function never changes, so it may
 * stand among an effect's dependencies.
 */
export function useLatest<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(callback);
  useInsertionEffect(() => {
    latest.current = callback;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
