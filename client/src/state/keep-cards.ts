import { isTerminal } from "@synapse-voice/contract";
import type { Plugin } from "./core.ts";
import type { CallEntry, StoreState } from "./store-state.ts";
import { brokeOff, isMissed } from "./unfinished-calls.ts";

/** The most cards that are kept. Older calls are in the history. */
const maxKeptCards = 20;

/** Returns true if the call is over here, but nobody reported how. It may have been answered. */
const isUncertain = ({ missing, call }: CallEntry): boolean =>
  missing && call.offer?.outcome === null;

/** Returns true if the card stays: until it is dismissed, or as long as the agent wraps up. */
const isKept = (entry: CallEntry, isWrapUp: boolean): boolean =>
  entry.phase === "ended" &&
  ((isMissed(entry) && !isUncertain(entry)) ||
    brokeOff(entry.call) ||
    (isWrapUp && entry.answeredAt !== null && isTerminal(entry.call.status)));

function keptCardsOf({ presence, calls }: StoreState): ReadonlySet<CallEntry> {
  if (presence === null) return new Set();
  const kept = calls.filter((entry) => isKept(entry, presence.state === "wrap_up"));
  return new Set(kept.slice(0, maxKeptCards));
}

/**
 * Keeps the cards of an agent's calls that were missed or broke off until they are dismissed. The
 * cards of other answered calls stay during wrap-up.
 */
export const keepCards: Plugin = (core) => {
  /** Times at which the kept cards would have been removed. */
  let removalTimes = new Map<string, number | null>();
  const update = (): void => {
    const state = core.getState();
    const kept = keptCardsOf(state);
    const before = removalTimes;
    const timeOf = ({ call, cardUntil }: CallEntry): number | null =>
      before.get(call.id) ?? cardUntil;
    removalTimes = new Map([...kept].map((entry) => [entry.call.id, timeOf(entry)]));
    const calls = state.calls.map((entry) => {
      if (entry.cardUntil === null) return entry;
      const cardUntil = kept.has(entry) ? Infinity : timeOf(entry);
      return cardUntil === entry.cardUntil ? entry : { ...entry, cardUntil };
    });
    if (calls.some((entry, index) => entry !== state.calls[index])) core.set({ calls });
  };
  update();
  return core.subscribe(update);
};
