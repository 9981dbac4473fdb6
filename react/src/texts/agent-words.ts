import type { Agent, AgentState } from "@synapse-voice/contract";

const words: Record<AgentState, string> = {
  available: "Available",
  away: "Away",
  on_call: "On a call",
  wrap_up: "Wrapping up",
  offline: "Offline",
};

/** The state to show for an agent: who is signed in nowhere is offline, whatever was set last. */
export const shownState = ({ state, reachable }: Pick<Agent, "state" | "reachable">): AgentState =>
  reachable || state === "on_call" ? state : "offline";

/** An agent's state in words. */
export const stateWords = (agent: Pick<Agent, "state" | "reachable">): string =>
  words[shownState(agent)];
