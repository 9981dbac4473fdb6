import type { Agent, AgentState } from "@synapse-voice/contract";
import type { AgentPresence } from "./agent-store.ts";

/** Devices that hear of calls. One whose feed is down renews its lease, but would not ring. */
const hearing = ({ devices }: AgentPresence) => devices.filter((device) => device.feed !== "down");

/** What an agent is to others. */
export function stateOf(presence: AgentPresence): AgentState {
  if (presence.onCall) return "on_call";
  const devices = hearing(presence);
  if (devices.length === 0) return "offline";
  return devices.some((device) => device.wantedState === "available") ? "available" : "away";
}

/** A call to an agent by name rings on any device that hears of it: away keeps off only calls to nobody in particular. */
export const toAgent = (presence: AgentPresence): Agent => ({ ...presence.agent, reachable: hearing(presence).length > 0, state: stateOf(presence) });
