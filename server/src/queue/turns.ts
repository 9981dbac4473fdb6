import { times, type TenantSettings } from "@synapse-voice/contract";
import { isFree, type AgentPresence } from "../agents/agent-state.ts";
import { openOffers, ownLeg, type Call } from "../calls/domain/call.ts";
import type { CommandOf } from "../calls/domain/inputs.ts";

/** Who missed a turn is left alone by that call for so long, ms. */
const pauseAfterMiss = 60_000;

/** A call and the agents whose turn it is. */
export interface Turn {
  readonly call: Call;
  readonly agents: readonly AgentPresence[];
}

/**
 * Whom the waiting calls, longest waiting first, ring next: `most` agents at most. A call that
 * rings has its turn already, but where all free agents are rung at once, those who became free
 * since, or were too many at first, join in.
 */
export function nextTurns(
  waiting: readonly Call[],
  agents: readonly AgentPresence[],
  strategy: TenantSettings["queueStrategy"],
  now: number,
  most = Infinity,
): Turn[] {
  const rung = new Set(
    waiting.flatMap((call) => openOffers(call).map(({ person }) => person.userId)),
  );
  let free = agents.filter((presence) => isFree(presence, now) && !rung.has(idOf(presence)));
  let left = most;
  const turns: Turn[] = [];
  for (const call of waiting) {
    if (free.length === 0 || left <= 0) break;
    // What is due is about to end; a ring would only put that off.
    if (call.deadlineAt !== null && call.deadlineAt <= now) continue;
    if (strategy === "longest_idle" && call.status !== "QUEUED") continue;
    const candidates = inOrder(call, free, now);
    const chosen = candidates.slice(0, strategy === "ring_all" ? left : 1);
    if (chosen.length === 0) continue;
    turns.push({ call, agents: chosen });
    left -= chosen.length;
    free = free.filter((presence) => !chosen.includes(presence));
  }
  return turns;
}

const idOf = ({ agent }: AgentPresence): string => agent.supabaseUserId;

/** Those whom this call may ring: who had fewest turns at it first, then who is idle the longest. */
function inOrder(call: Call, free: readonly AgentPresence[], now: number): AgentPresence[] {
  const turnsOf = (presence: AgentPresence) =>
    call.offers.filter(({ person }) => person.userId === idOf(presence));
  const mayRing = (presence: AgentPresence): boolean =>
    !ownLeg(call, idOf(presence)) &&
    turnsOf(presence).every(
      ({ outcome, endedAt }) =>
        outcome !== "declined" &&
        (outcome !== "missed" || endedAt === null || endedAt + pauseAfterMiss <= now),
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
 * Turns of a call that nobody can answer any more. `leasesSince`: since when devices could renew
 * their leases here; what ran out before they had a full lease's time to do so says nothing.
 */
export function lostTurns(
  call: Call,
  agents: readonly AgentPresence[],
  leasesSince: number,
  now: number,
): CommandOf<"withdraw">[] {
  return openOffers(call)
    .filter(({ fromQueue }) => fromQueue)
    .flatMap(({ person: { userId }, offeredAt }) => {
      const presence = agents.find((candidate) => idOf(candidate) === userId);
      const outcome = presence ? outcomeFor(presence, offeredAt, leasesSince, now) : "cancelled";
      return outcome ? [{ type: "withdraw", userId, outcome } as const] : [];
    });
}

/**
 * Null while the agent can still answer. Who left by their own will has missed nothing. A device
 * that hears of nothing for a moment, as after a reload, gets to know of its ring when it hears
 * again, or with its next presence: its turn runs on.
 */
function outcomeFor(
  { onCall, reachable: hears, wantsCalls, leaseHeldUntil }: AgentPresence,
  offeredAt: number,
  leasesSince: number,
  now: number,
): "missed" | "cancelled" | null {
  if (onCall) return "cancelled";
  if (hears) return wantsCalls ? null : "cancelled";
  if (leaseHeldUntil === null || leaseHeldUntil <= offeredAt) return "cancelled";
  return leaseHeldUntil <= now && leasesSince + times.presenceLease <= now ? "missed" : null;
}
