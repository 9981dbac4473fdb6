import type { Agent, AgentState } from "@synapse-voice/contract";

const words: Record<AgentState, string> = {
  available: "Available",
  away: "Away",
  on_call: "On a call",
  wrap_up: "Wrapping up",
  offline: "Offline",
};

/**
 * Returns the state to show for an agent. An agent without a reachable device is offline, whatever
 * state was set last.
 */
export const shownState = ({ state, reachable }: Pick<Agent, "state" | "reachable">): AgentState =>
  reachable || state === "on_call" ? state : "offline";

/** Returns an agent's state in words. */
export const stateWords = (agent: Pick<Agent, "state" | "reachable">): string =>
  words[shownState(agent)];
