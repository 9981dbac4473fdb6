import type { Stop } from "../session/clock.ts";
import type { Part } from "./core.ts";
import type { CallEntry } from "./store-state.ts";

/**
 * Timers count up to 2³¹ ms; a longer one would be due at once. (A clock may be off by any time
 * before the first reply.)
 */
const longestTimer = 1e9;

/**
 * Takes the cards of ended calls away when their time is over, and ends what rang for as long as it
 * might.
 */
export const clearCards: Part = (core) => {
  let cancel: Stop = () => {};
  const timeLeft = ({ until, phase, call }: CallEntry): number => {
    if (until !== null) return until - core.clock.monotonic();
    return phase === "ringing-in" && call.ringsUntil
      ? Date.parse(call.ringsUntil) - core.now()
      : Infinity;
  };
  const watch = (): void => {
    cancel();
    const next = Math.min(...core.getState().calls.map(timeLeft));
    cancel =
      next < Infinity
        ? core.clock.after(Math.min(Math.max(0, next), longestTimer), () =>
            core.dispatch({ type: "clear" }),
          )
        : () => {};
  };
  const unsubscribe = core.subscribe(watch);
  watch();
  return () => {
    unsubscribe();
    cancel();
  };
};
