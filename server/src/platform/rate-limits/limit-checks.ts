import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import type { Logger } from "pino";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { createCooldowns } from "./cooldowns.ts";
import { createEventLoopLoad } from "./event-loop-load.ts";
import type { LimitCounter } from "./counters/limit-counter.ts";
import { queuePlacesPerPerson, type LimitName, type Limits } from "./limits.ts";
import { createMemoryCounter } from "./counters/memory-counter.ts";
import { createPacingQueue, type PacingQueue } from "./pacing-queue.ts";
import type { LimitedRequest, Rule } from "./rules.ts";

/**
 * Delay of the reply to a request during a cooldown. Without it, clients that retry at once would
 * keep the server busy with refusals.
 */
export const cooldownReplyDelayMs = 250;

export interface LimitChecksDeps {
  readonly limits: Limits;
  /** The counter that all servers share. */
  readonly counter: LimitCounter;
  readonly clock: Pick<Clock, "now">;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Logger;
  /** Returns the present load of this server, from 0 to 1. */
  readonly eventLoopLoad?: () => number;
}

/** A request that is counted. `signal` fires when its client goes away. */
export interface CountedRequest extends LimitedRequest {
  readonly signal?: AbortSignal;
}

type CountedRule = Pick<Rule, "name" | "key"> & Partial<Rule>;

/** A request has reached a limit. */
export class LimitReached extends Error {
  override name = "LimitReached";
  readonly limit: LimitName;
  readonly retryAfterSeconds: number;

  constructor(limit: LimitName, retryAfterSeconds: number) {
    super(`the limit ${limit} is reached`);
    this.limit = limit;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts requests. Each method throws {@link LimitReached}. */
export interface LimitChecks {
  /** Refuses a request during a cooldown of a rule after a delay, without counting it. */
  refuseDuringCooldown(rules: readonly CountedRule[], delayMs: number): Promise<void>;
  count(rule: CountedRule, request?: CountedRequest): Promise<void>;
  countAll(rules: readonly CountedRule[], request: CountedRequest): Promise<void>;
}

export function createLimitChecks(deps: LimitChecksDeps): LimitChecks {
  const { limits, clock, pause } = deps;
  const localBursts = createMemoryCounter(localQuotas(limits));
  /**
   * Counts the requests of this server alone. If they reach the shared quota, the shared counter
   * need not be asked.
   */
  const ownShare = createMemoryCounter(limits);
  const queues = createPacingQueues(limits, deps.eventLoopLoad ?? createEventLoopLoad());
  const queuePlaces = createConcurrencyLimit(queuePlacesPerPerson, () => {
    throw new LimitReached("start_call_pace", 1);
  });
  const cooldowns = createCooldowns(clock);

  const startCooldown = (name: LimitName, key: string, seconds: number): never => {
    cooldowns.start(name, key, seconds);
    throw new LimitReached(name, seconds);
  };

  async function waitInQueue(
    queue: PacingQueue,
    { name, key }: CountedRule,
    request?: CountedRequest,
  ): Promise<void> {
    const userId = request?.person?.userId ?? key;
    if (!(await queuePlaces.run(userId, () => queue.waitForTurn(key))))
      return startCooldown(name, key, 1);
    // Nobody is rung for a caller who gave up in the queue.
    if (request?.signal?.aborted) throw new LimitReached(name, 1);
  }

  async function count(rule: CountedRule, request?: CountedRequest): Promise<void> {
    const { name, key } = rule;
    const queue = queues.get(name);
    if (queue) return waitInQueue(queue, rule, request);
    const { localBurst, sharedQuota } = limits[name];
    if (localBurst > 0) {
      const waitSeconds = await localBursts.count(name, key);
      if (waitSeconds === null) return;
      if (sharedQuota === 0) return startCooldown(name, key, waitSeconds);
    }
    const waitSeconds = (await ownShare.count(name, key)) ?? (await countShared(deps, rule));
    if (waitSeconds !== null) startCooldown(name, key, waitSeconds);
  }

  return {
    async refuseDuringCooldown(rules, delayMs) {
      for (const { name, key } of rules) {
        const secondsLeft = cooldowns.secondsLeft(name, key);
        if (secondsLeft === null) continue;
        if (delayMs > 0) await pause(delayMs);
        throw new LimitReached(name, secondsLeft);
      }
    },
    count,
    async countAll(rules, request) {
      for (const rule of rules.filter(({ name }) => queues.has(name))) await count(rule, request);
      // The shared counter is asked only after the wait.
      await Promise.all(rules.filter(({ name }) => !queues.has(name)).map((rule) => count(rule)));
    },
  };
}

/**
 * Asks the shared counter. While it can't be used, a rule with `mustCount` refuses all requests.
 * For other rules only this server's own counts apply, so an outage of the counter ends no call.
 */
async function countShared(
  { counter, log }: LimitChecksDeps,
  { name, key, mustCount = false }: CountedRule,
): Promise<number | null> {
  try {
    return await counter.count(name, key);
  } catch (error) {
    if (mustCount)
      throw isDatabaseDown(error) ? error : new RefusalError("database_unavailable", {}, error);
    log.warn({ limit: name, cause: messageOf(error) }, "a limit could not be counted");
    return null;
  }
}

const localQuotas = (limits: Limits) =>
  Object.fromEntries(
    Object.entries(limits).map(([name, { localBurst, windowSeconds }]) => [
      name,
      { sharedQuota: localBurst, windowSeconds },
    ]),
  );

const createPacingQueues = (
  limits: Limits,
  eventLoopLoad: () => number,
): ReadonlyMap<string, PacingQueue> =>
  new Map(
    Object.entries(limits).flatMap(([name, limit]) =>
      limit.queueLength === undefined
        ? []
        : [[name, createPacingQueue(limit, limit.queueLength, eventLoopLoad)] as const],
    ),
  );
