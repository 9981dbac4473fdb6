import { useSyncExternalStore } from "react";
import { teamCallsFragment } from "../../shared/calls/team-calls.ts";

/** Filter of the calls page: the agent's own calls, or those of the team's queue. */
export type CallsFilter = "mine" | "team";

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};
const current = (): CallsFilter => (window.location.hash === teamCallsFragment ? "team" : "mine");

/** Returns the filter that the address names, and a function that changes it. */
export const useCallsFilter = (): [CallsFilter, (filter: CallsFilter) => void] => [
  useSyncExternalStore(subscribe, current),
  (filter) => (window.location.hash = filter === "team" ? teamCallsFragment : "#/calls"),
];
