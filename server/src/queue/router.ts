import { randomUUID } from "node:crypto";
import { times, type TenantSettings } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { retry } from "@synapse-voice/platform/retry";
import { isAtWork, type AgentPresence } from "../agents/agent-state.ts";
import { openOffers, type Call } from "../calls/domain/call.ts";
import type { Command } from "../calls/domain/inputs.ts";
import type { CallsService } from "../calls/service/execute.ts";
import { CallChanged, type UnitOfWork } from "../calls/service/unit-of-work.ts";
import { toParty } from "../calls/service/start/start-rules.ts";
import type { QueueTrigger } from "../calls/service/queue-trigger.ts";
import { retryPolicies } from "../calls/retry-policies.ts";
import type { Uptime } from "../calls/service/uptime.ts";
import type { QueueStore } from "./store/queue-store.ts";
import { lostTurns, nextTurns } from "./turns.ts";

/**
 * Decides which agents a queue call rings. A round gives the waiting calls of a tenant to free
 * agents, all in one transaction. It also ends turns that nobody can answer any more, and waits
 * that nobody will answer. It runs whenever an agent may have become free or unavailable, and with
 * each sweep.
 */
export type Router = QueueTrigger;

export interface RouterDeps {
  readonly calls: Pick<CallsService, "inTransaction">;
  readonly queue: Pick<QueueStore, "waiting">;
  readonly settingsOf: (
    tenantId: string,
  ) => Promise<Pick<TenantSettings, "queueStrategy" | "ringTimeoutSeconds">>;
  readonly uptime: Pick<Uptime, "since">;
  readonly clock: Clock;
}

type Settings = Awaited<ReturnType<RouterDeps["settingsOf"]>>;

/** The state of one round. */
interface Round {
  readonly unit: UnitOfWork;
  readonly tenantId: string;
  readonly now: number;
  /** Leases could be renewed since then. A lease that ended before counts for nothing. */
  readonly leasesSince: number;
  /** Calls that somebody else changed during this round. The next round works on them. */
  readonly changedElsewhere: Set<string>;
  /** Offers that this round may still make or end, and waits that it may still end. */
  changesLeft: number;
}

/** A round that found calls changed, or left some work undone. */
class RoundUnfinished extends Error {
  override name = "RoundUnfinished";
}
const isUnfinished = (error: unknown): boolean => error instanceof RoundUnfinished;

/**
 * Limits the work of a round. With thousands of calls and agents, the transaction of a whole round
 * would exceed its timeout, and then all its work would be lost.
 */
const maxChangesPerRound = 100;

export function createRouter({ calls, queue, settingsOf, uptime, clock }: RouterDeps): Router {
  return {
    async offerWaitingCalls(tenantId) {
      if ((await queue.waiting(tenantId)) === 0) return;
      const settings = await settingsOf(tenantId);
      const isFinished = () =>
        calls.inTransaction(tenantId, async (unit) => {
          await unit.calls.lockQueue();
          const now = clock.now();
          const current: Round = {
            unit,
            tenantId,
            now,
            leasesSince: uptime.since(now),
            changedElsewhere: new Set(),
            changesLeft: maxChangesPerRound,
          };
          await assign(current, settings);
          return current.changedElsewhere.size === 0 && current.changesLeft > 0;
        });
      const round = async (): Promise<void> => {
        if (!(await isFinished())) throw new RoundUnfinished();
      };
      // The sweeper does the rest if the last round is not finished.
      await retry(retryPolicies.queueRound, isUnfinished, round).catch((error: unknown) => {
        if (!isUnfinished(error)) throw error;
      });
    },
  };
}

async function assign(round: Round, settings: Settings): Promise<void> {
  const { unit, tenantId, now } = round;
  const found = await unit.calls.waitingCalls();
  const rung = found.flatMap((call) => openOffers(call).map(({ person }) => person.userId));
  let agents = await unit.agents.atWork(tenantId, rung, now);
  const waiting: Call[] = [];
  for (const call of found) waiting.push(await endLostTurns(round, call, agents));
  const unchanged = waiting.filter(({ id }) => !round.changedElsewhere.has(id));
  // An agent whose turn has just ended may get the next one.
  if (waiting.some((call, index) => call !== found[index]))
    agents = await unit.agents.atWork(tenantId, [], now);
  for (const turn of nextTurns(unchanged, agents, settings.queueStrategy, now, round.changesLeft)) {
    await apply(round, turn.call, {
      type: "offer",
      people: turn.agents.map(({ agent }) => ({
        offerId: randomUUID(),
        person: toParty({ ...agent, userId: agent.supabaseUserId, type: "CRM_USER" }),
      })),
    });
  }
  if (!agents.some(isAtWork))
    await endHopelessWaits(round, unchanged, settings.ringTimeoutSeconds * 1000);
}

/**
 * Ends turns that have rung for their time, or that nobody can answer. Returns the same call if
 * there are none.
 */
async function endLostTurns(
  round: Round,
  call: Call,
  agents: readonly AgentPresence[],
): Promise<Call> {
  const { now, leasesSince } = round;
  const isOver = openOffers(call).some(({ fromQueue, expiresAt }) => fromQueue && expiresAt <= now);
  // Lost turns first: those that are left when their time is over were missed.
  const commands: readonly Command[] = [
    ...lostTurns(call, agents, leasesSince, now),
    ...(isOver ? [{ type: "turns_over" } as const] : []),
  ];
  let current = call;
  for (const command of commands) current = await apply(round, current, command);
  return current;
}

/**
 * Applies a command to a call and returns the call after it. A call that was changed by somebody
 * else, such as a renewal or an answer, is left to the next round.
 */
async function apply(round: Round, call: Call, command: Command): Promise<Call> {
  const { unit, changedElsewhere } = round;
  if (changedElsewhere.has(call.id) || round.changesLeft <= 0) return call;
  try {
    const outcome = await unit.apply(call, command);
    if (outcome.kind !== "changed") return call;
    round.changesLeft -= command.type === "offer" ? command.people.length : 1;
    return outcome.call;
  } catch (error) {
    if (!(error instanceof CallChanged) || error.busy) throw error;
    changedElsewhere.add(call.id);
    return call;
  }
}

/**
 * Ends waits while no agent is at work. Such a call waits as long as a direct call would ring,
 * counted from when an agent was last at work. After an outage, agents first get the time to renew
 * their leases.
 */
async function endHopelessWaits(
  round: Round,
  waiting: readonly Call[],
  maxWaitMs: number,
): Promise<void> {
  const { unit, tenantId, now, leasesSince } = round;
  const candidates = waiting.filter(
    ({ status, placedAt }) => status === "QUEUED" && placedAt + maxWaitMs <= now,
  );
  if (candidates.length === 0 || leasesSince + times.presenceLeaseMs > now) return;
  const lastWantedAt = await unit.agents.lastWantedCallsAt(tenantId);
  if (lastWantedAt !== null && lastWantedAt + maxWaitMs > now) return;
  for (const call of candidates)
    await apply(round, call, { type: "wait_over", reason: "no_agent" });
}
