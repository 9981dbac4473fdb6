import type { Agent, AgentState } from "@synapse-voice/contract";

/** What is known of an agent's devices, calls and work. Times are ms since the epoch. */
export interface AgentStanding {
  /** A device hears of calls: its lease runs and its feed is not down. */
  readonly hears: boolean;
  /** One of those devices asks for calls to nobody in particular. */
  readonly wantsCalls: boolean;
  /** On an answered call, held or not, or placing one. */
  readonly onCall: boolean;
  /** Being rung, by whatever call. */
  readonly ringing: boolean;
  /** Since when they have had nothing to do; null where that was never noted. */
  readonly idleSince: number | null;
  /** Until when the work after their last call lasts; may have passed. */
  readonly wrapUpUntil: number | null;
  /** Until when a device has or had a lease that was not given back; null where there is none. */
  readonly leaseHeldUntil: number | null;
}

/** A CRM user with what is known of them. */
export interface AgentPresence extends AgentStanding {
  readonly agent: Omit<Agent, "reachable" | "state">;
}

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
