import type { Agent, AgentState } from "@synapse-voice/contract";

/** An agent's devices, calls and work, as far as they are known. Times are ms since the epoch. */
export interface AgentActivity {
  /** A call to the agent would ring: a device has a lease and a feed that works. */
  readonly reachable: boolean;
  /** One of these devices accepts calls from the queue, and the agent takes such calls. */
  readonly wantsCalls: boolean;
  /** The agent is on an answered call, also on hold, or places a call. */
  readonly onCall: boolean;
  /** The agent has an open offer of any call. */
  readonly ringing: boolean;
  /** The agent has been idle since then. Null if that was never recorded. */
  readonly idleSince: number | null;
  /** The end of the wrap-up after their last call. It may have passed. */
  readonly wrapUpUntil: number | null;
  /** The latest end of a device's lease that was not given back. Null if there is none. */
  readonly leaseHeldUntil: number | null;
}

/** An agent with their activity. */
export interface AgentPresence extends AgentActivity {
  readonly agent: Omit<Agent, "reachable" | "state">;
}

/**
 * Returns the state that others see. An agent who asked to be away is not in wrap-up, because the
 * queue would not ring them after it either.
 */
export function stateOf(activity: AgentActivity, now: number): AgentState {
  if (activity.onCall) return "on_call";
  if (!activity.reachable) return "offline";
  if (!activity.wantsCalls) return "away";
  return currentWrapUpUntil(activity, now) === null ? "available" : "wrap_up";
}

/** Returns the end of the present wrap-up, or null if there is none. */
export const currentWrapUpUntil = ({ wrapUpUntil }: AgentActivity, now: number): number | null =>
  wrapUpUntil !== null && wrapUpUntil > now ? wrapUpUntil : null;

/** Returns true if the queue may ring the agent now. */
export const isFree = (activity: AgentActivity, now: number): boolean =>
  stateOf(activity, now) === "available" && !activity.ringing;

/** Returns true if the agent takes calls of the queue, now or after their present call. */
export const isAtWork = ({ onCall, reachable, wantsCalls }: AgentActivity): boolean =>
  onCall || (reachable && wantsCalls);

/**
 * Makes the contract's agent. A direct call rings on any device that is reachable. Being away, on a
 * call or in wrap-up only keeps calls of the queue off.
 */
export const toAgent = (presence: AgentPresence, now: number): Agent => ({
  ...presence.agent,
  reachable: presence.reachable,
  state: stateOf(presence, now),
});
