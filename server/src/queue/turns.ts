import { times, type TenantSettings } from "@synapse-voice/contract";
import { isFree, type AgentPresence } from "../agents/agent-state.ts";
import { openOffers, ownLeg, type Call, type Offer } from "../calls/domain/call.ts";
import type { CommandOf } from "../calls/domain/inputs.ts";

/** An agent who missed a turn gets no turn of the same call for this time. */
const pauseAfterMissMs = 60_000;

/** A device that lives renews its presence at least this often: the interval, and a slow reply. */
const maxRenewalGapMs = times.presenceIntervalMs + 2_000;

/** A call and the agents whom it rings next. */
export interface Turn {
  readonly call: Call;
  readonly agents: readonly AgentPresence[];
}

/**
 * Gives free agents to the waiting calls, which are ordered by their wait. Returns at most
 * `maxAgents` agents. A call that rings has its turn already. With `ring_all` it also rings agents
 * who became free since, or who were too many before.
 */
export function nextTurns(
  waiting: readonly Call[],
  agents: readonly AgentPresence[],
  strategy: TenantSettings["queueStrategy"],
  now: number,
  maxAgents = Infinity,
): Turn[] {
  const rung = new Set(
    waiting.flatMap((call) => openOffers(call).map(({ person }) => person.userId)),
  );
  let free = agents.filter((presence) => isFree(presence, now) && !rung.has(idOf(presence)));
  let left = maxAgents;
  const turns: Turn[] = [];
  for (const call of waiting) {
    if (free.length === 0 || left <= 0) break;
    // A call that is due ends soon. A turn would only delay that.
    if (call.deadlineAt !== null && call.deadlineAt <= now) continue;
    if (strategy === "longest_idle" && call.status !== "QUEUED") continue;
    const candidates = candidatesFor(call, free, now);
    const chosen = candidates.slice(0, strategy === "ring_all" ? left : 1);
    if (chosen.length === 0) continue;
    turns.push({ call, agents: chosen });
    left -= chosen.length;
    free = free.filter((presence) => !chosen.includes(presence));
  }
  return turns;
}

const idOf = ({ agent }: AgentPresence): string => agent.supabaseUserId;

/** Returns the agents whom this call may ring. Fewest turns come first, then the longest idle. */
function candidatesFor(call: Call, free: readonly AgentPresence[], now: number): AgentPresence[] {
  const turnsOf = (presence: AgentPresence) =>
    call.offers.filter(({ person }) => person.userId === idOf(presence));
  const mayRing = (presence: AgentPresence): boolean =>
    !ownLeg(call, idOf(presence)) &&
    turnsOf(presence).every(
      ({ outcome, endedAt }) =>
        outcome !== "declined" &&
        (outcome !== "missed" || endedAt === null || endedAt + pauseAfterMissMs <= now),
    );
  return free
    .filter(mayRing)
    .toSorted(
      (a, b) =>
        turnsOf(a).length - turnsOf(b).length ||
        (a.idleSince ?? 0) - (b.idleSince ?? 0) ||
        (idOf(a) < idOf(b) ? -1 : 1),
    );
}

/**
 * Returns the turns of a call that nobody can answer any more, or could hear. `leasesSince` is the
 * time since which devices could renew their leases. A lease that ended within a lease's time of it
 * may only have ended because of an outage, so it counts for nothing.
 */
export function lostTurns(
  call: Call,
  agents: readonly AgentPresence[],
  leasesSince: number,
  now: number,
): CommandOf<"withdraw">[] {
  return openOffers(call)
    .filter(({ fromQueue }) => fromQueue)
    .flatMap(({ person: { userId }, offeredAt, expiresAt }) => {
      const presence = agents.find((candidate) => idOf(candidate) === userId);
      const isLost = !presence || isLostTurn(presence, { offeredAt, expiresAt }, leasesSince, now);
      return isLost ? [{ type: "withdraw", userId, outcome: "cancelled" } as const] : [];
    });
}

/**
 * Returns true if the agent takes no calls of the queue any more, or can't answer the turn. Also
 * returns true if the turn is over and no living device could ring for it, or an answer could not
 * reach the server for a part of it. Such a turn is not missed, so it keeps no later turn from the
 * agent. A device that can't be reached for a moment, as during a reload, learns of its turn with
 * its next event or presence. So the turn continues.
 */
function isLostTurn(
  { agent, onCall, reachable, wantsCalls, leaseHeldUntil }: AgentPresence,
  { offeredAt, expiresAt }: Pick<Offer, "offeredAt" | "expiresAt">,
  leasesSince: number,
  now: number,
): boolean {
  if (onCall || agent.takesQueueCalls === false || (reachable && !wantsCalls)) return true;
  if (leaseHeldUntil === null || leaseHeldUntil <= offeredAt) return true;
  if (expiresAt <= now) {
    if (leasesSince > offeredAt) return true;
    const lastSeenAt = leaseHeldUntil - times.presenceLeaseMs;
    return lastSeenAt < Math.min(offeredAt, expiresAt - maxRenewalGapMs);
  }
  return leaseHeldUntil <= now && leasesSince + times.presenceLeaseMs <= now;
}
