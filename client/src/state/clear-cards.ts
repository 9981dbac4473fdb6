import type { Stop } from "../session/clock.ts";
import type { Plugin } from "./core.ts";
import type { CallEntry } from "./store-state.ts";

/**
 * Longest timer in ms. Browsers run timers of more than 2³¹ ms at once, and before the first reply
 * the clock may be off by any amount.
 */
const maxTimerMs = 1e9;

/** Removes cards of ended calls when their time is over, and ends rings whose time is over. */
export const clearCards: Plugin = (core) => {
  let cancel: Stop = () => {};
  const msLeft = ({ cardUntil, phase, call }: CallEntry): number => {
    if (cardUntil !== null) return cardUntil - core.clock.monotonic();
    return phase === "ringing-in" && call.ringsUntil
      ? Date.parse(call.ringsUntil) - core.now()
      : Infinity;
  };
  const schedule = (): void => {
    cancel();
    const next = Math.min(...core.getState().calls.map(msLeft));
    if (next < Infinity)
      cancel = core.clock.after(Math.min(Math.max(0, next), maxTimerMs), () =>
        core.dispatch({ type: "clear" }),
      );
  };
  const unsubscribe = core.subscribe(schedule);
  schedule();
  return () => {
    unsubscribe();
    cancel();
  };
};
