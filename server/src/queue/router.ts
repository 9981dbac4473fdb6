import { randomUUID } from "node:crypto";
import { times, type TenantSettings } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { retry } from "@synapse-voice/platform/retry";
import { isAtWork, type AgentPresence } from "../agents/agent-state.ts";
import { openOffers, type Call } from "../calls/domain/call.ts";
import type { CallParty } from "../calls/domain/leg.ts";
import type { Command } from "../calls/domain/inputs.ts";
import type { CallsService } from "../calls/service/execute.ts";
import { CallChanged, type UnitOfWork } from "../calls/service/unit-of-work.ts";
import type { QueueTrigger } from "../calls/service/queue-trigger.ts";
import { retryPolicies } from "../calls/retry-policies.ts";
import type { Uptime } from "../calls/service/uptime.ts";
import { nameOf } from "../identity/person.ts";
import type { QueueStore } from "./store/queue-store.ts";
import { lostTurns, nextTurns } from "./turns.ts";

/**
 * Decides which agents a queue call rings. A round gives the waiting calls of a tenant to free
 * agents, all in one transaction. It also ends turns that nobody can answer any more, and waits
 * that nobody will answer. It runs whenever an agent may have become free or unavailable, and with
 * each sweep.
 */
export type Router = QueueTrigger;

export interface RouterParts {
  readonly calls: Pick<CallsService, "inTransaction">;
  readonly queue: Pick<QueueStore, "waiting">;
  readonly settingsOf: (
    tenantId: string,
  ) => Promise<Pick<TenantSettings, "queueStrategy" | "ringTimeoutSeconds">>;
  readonly uptime: Pick<Uptime, "since">;
  readonly clock: Clock;
}

type Settings = Awaited<ReturnType<RouterParts["settingsOf"]>>;

/** What one round looks at. */
interface Round {
  readonly unit: UnitOfWork;
  readonly tenantId: string;
  readonly now: number;
  /** Since when leases that run out say something. */
  readonly leasesSince: number;
  /** Calls that changed under this round, and are left to the next. */
  readonly overtaken: Set<string>;
  /** How many more people it may ring or stop ringing, or callers it may send away. */
  left: number;
}

/** A round that found calls changed, or left some work undone. */
class RoundUnfinished extends Error {
  override name = "RoundUnfinished";
}
const isUnfinished = (error: unknown): boolean => error instanceof RoundUnfinished;

/**
 * A round that did all that thousands of calls and agents give it to do would take longer than a
 * transaction may, and then have done nothing.
 */
const mostPerRound = 100;

export function createRouter({ calls, queue, settingsOf, uptime, clock }: RouterParts): Router {
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
            overtaken: new Set(),
            left: mostPerRound,
          };
          await assign(current, settings);
          return current.overtaken.size === 0 && current.left > 0;
        });
      const round = async (): Promise<void> => {
        if (!(await isFinished())) throw new RoundUnfinished();
      };
      // What the last round leaves undone is left to the sweeper.
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
  for (const call of found) waiting.push(await takeTurnsBack(round, call, agents));
  const untouched = waiting.filter(({ id }) => !round.overtaken.has(id));
  // Whose turn has just ended may have the next one.
  if (waiting.some((call, index) => call !== found[index]))
    agents = await unit.agents.atWork(tenantId, [], now);
  for (const turn of nextTurns(untouched, agents, settings.queueStrategy, now, round.left)) {
    await apply(round, turn.call, {
      type: "offer",
      people: turn.agents.map((presence) => ({ offerId: randomUUID(), person: toParty(presence) })),
    });
  }
  if (!agents.some(isAtWork))
    await endVainWaits(round, untouched, settings.ringTimeoutSeconds * 1000);
}

/**
 * Ends turns that have rung for their time, or that nobody can answer. Answers the same call where
 * there are none.
 */
async function takeTurnsBack(
  round: Round,
  call: Call,
  agents: readonly AgentPresence[],
): Promise<Call> {
  const { now, leasesSince } = round;
  const isOver = openOffers(call).some(({ fromQueue, expiresAt }) => fromQueue && expiresAt <= now);
  const commands: readonly Command[] = [
    ...(isOver ? [{ type: "turns_over" } as const] : []),
    ...lostTurns(call, agents, leasesSince, now),
  ];
  let current = call;
  for (const command of commands) current = await apply(round, current, command);
  return current;
}

/**
 * A caller's renewal or an answer may be faster: that is no reason for all others to wait. Answers
 * the call as it is then.
 */
async function apply(round: Round, call: Call, command: Command): Promise<Call> {
  const { unit, overtaken } = round;
  if (overtaken.has(call.id) || round.left <= 0) return call;
  try {
    const outcome = await unit.apply(call, command);
    if (outcome.kind !== "changed") return call;
    round.left -= command.type === "offer" ? command.people.length : 1;
    return outcome.call;
  } catch (error) {
    if (!(error instanceof CallChanged) || error.busy) throw error;
    overtaken.add(call.id);
    return call;
  }
}

/**
 * With nobody at work a call waits no longer than one by name would ring; counted from when
 * somebody last was, and never from before all could say that they are.
 */
async function endVainWaits(
  round: Round,
  waiting: readonly Call[],
  patience: number,
): Promise<void> {
  const { unit, tenantId, now, leasesSince } = round;
  const candidates = waiting.filter(
    ({ status, placedAt }) => status === "QUEUED" && placedAt + patience <= now,
  );
  if (candidates.length === 0 || leasesSince + times.presenceLeaseMs > now) return;
  const lastWanted = await unit.agents.lastWantedCallsAt(tenantId);
  if (lastWanted !== null && lastWanted + patience > now) return;
  for (const call of candidates)
    await apply(round, call, { type: "wait_over", reason: "no_agent" });
}

const toParty = ({ agent }: AgentPresence): CallParty => ({
  userId: agent.supabaseUserId,
  type: "CRM_USER",
  name: nameOf(agent),
  verified: true,
});
