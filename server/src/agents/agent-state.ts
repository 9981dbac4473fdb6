import type { Agent, AgentState } from "@synapse-voice/contract";
import type { AgentPresence, AgentStanding } from "./store/agent-store.ts";

/**
 * What an agent is to others. Who asked to be away has no work after the call to wait for: nothing
 * would ring either way.
 */
export function stateOf(standing: AgentStanding, now: number): AgentState {
  if (standing.onCall) return "on_call";
  if (!standing.hears) return "offline";
  if (!standing.wantsCalls) return "away";
  return wrapUpOf(standing, now) === null ? "available" : "wrap_up";
}

/** Until when the work after the last call lasts; null where there is none. */
export const wrapUpOf = ({ wrapUpUntil }: AgentStanding, now: number): number | null =>
  wrapUpUntil !== null && wrapUpUntil > now ? wrapUpUntil : null;

/** The queue may ring this agent now. */
export const isFree = (standing: AgentStanding, now: number): boolean =>
  stateOf(standing, now) === "available" && !standing.ringing;

/** The agent takes calls, if not at this moment. */
export const isAtWork = ({ onCall, hears, wantsCalls }: AgentStanding): boolean =>
  onCall || (hears && wantsCalls);

/**
 * A call to an agent by name rings on any device that hears of it: away, a call and the work after
 * it keep off only calls to nobody in particular.
 */
export const toAgent = (presence: AgentPresence, now: number): Agent => ({
  ...presence.agent,
  reachable: presence.hears,
  state: stateOf(presence, now),
});
