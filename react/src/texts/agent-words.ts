import type { Agent, AgentState } from "@synapse-voice/contract";

const words: Record<AgentState, string> = {
  available: "Available",
  away: "Away",
  on_call: "On a call",
  wrap_up: "Wrapping up",
  offline: "Offline",
};

type Shown = Pick<Agent, "state" | "reachable" | "takesQueueCalls">;

/** Returns true for an agent whom the queue never rings, and who is there for calls by name. */
const isThereByName = ({ state, reachable, takesQueueCalls }: Shown): boolean =>
  reachable && state === "away" && takesQueueCalls === false;

/**
 * Returns the state to show for an agent. An agent without a reachable device is offline, whatever
 * state was set last. One whom the queue never rings is available for calls by name.
 */
export const shownState = (
  agent: Pick<Agent, "state" | "reachable" | "takesQueueCalls">,
): AgentState => {
  if (isThereByName(agent)) return "available";
  return agent.reachable || agent.state === "on_call" ? agent.state : "offline";
};

/** Returns an agent's state in words. */
export const stateWords = (agent: Pick<Agent, "state" | "reachable" | "takesQueueCalls">): string =>
  isThereByName(agent) ? "Available by name" : words[shownState(agent)];
