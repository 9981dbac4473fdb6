import type { Endpoint } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../../identity/person.ts";
import { createBlocks } from "./cooldowns.ts";
import { setBounded } from "./bounded-map.ts";
import type { LimitCounter } from "./counter.ts";
import { createBusy, createLine } from "./pacing-queue.ts";
import {
  openPollsPerPerson,
  placesInLinePerPerson,
  type LimitName,
  type Limits,
} from "./limits.ts";
import { createMemoryCounter } from "./memory-counter.ts";
import { createPlaces } from "./concurrency-limit.ts";
import { ownRulesFor, rulesFor, waits, type Asker, type Rule } from "./rules.ts";

/** So many people's tenants are remembered. */
const mostPeople = 20_000;

/**
 * Who was told to wait and asks all the same is answered after so long, ms: without that, asking
 * again at once would keep the server busy with refusals.
 */
const holdBack = 250;

/** Keeps anyone from doing too much: throws `rate_limited` with the seconds to wait. */
export interface Gate {
  /**
   * Somebody's token was found genuine; nothing was asked of the database yet, nor is it for who is
   * known to have to wait.
   */
  arrived(
    endpoint: Endpoint,
    userId: string,
    request: Pick<Asker, "address" | "body">,
  ): Promise<void>;
  /** The directory knows the person. */
  found(person: Person): Promise<void>;
  /** A request to a public endpoint. */
  arrivedFrom(address: string): Promise<void>;
  /** Does the work of a request that is allowed and well-formed, if its limits let it. */
  pass<T>(endpoint: Endpoint, asker: Passing, work: () => Promise<T>): Promise<T>;
}

/** Who asks for what, once that is known to be well-formed. */
export interface Passing extends Asker {
  readonly person: Person | null;
  readonly query: unknown;
  /** Fires when they wait for no answer any more. */
  readonly signal?: AbortSignal;
}

export interface GateParts {
  readonly limits: Limits;
  /** What all servers share. */
  readonly counter: LimitCounter;
  readonly clock: Pick<Clock, "now">;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Logger;
  readonly refused?: (name: LimitName) => void;
  /** How much of its time the server has been at work just now, 0 to 1. */
  readonly busy?: () => number;
}

type Counted = Pick<Rule, "name" | "key"> & Partial<Rule>;

/** Counts, refuses, and remembers whom. */
function createCounting({
  limits,
  counter,
  clock,
  pause,
  log,
  refused,
  busy = createBusy(),
}: GateParts) {
  const own = createMemoryCounter(
    Object.fromEntries(
      Object.entries(limits).map(([name, { free, seconds }]) => [name, { points: free, seconds }]),
    ),
  );
  /**
   * What passed here alone: where that is as much as all servers may let pass, nobody else need be
   * asked.
   */
  const here = createMemoryCounter(limits);
  const lines = new Map(
    Object.entries(limits).flatMap(([name, limit]) =>
      limit.line === undefined ? [] : [[name, createLine(limit, limit.line, busy)] as const],
    ),
  );
  const places = createPlaces(placesInLinePerPerson, () => refuse("start_call_pace", 1));
  const blocks = createBlocks(clock);

  const refuse = (name: LimitName, retryAfter: number): never => {
    refused?.(name);
    throw new RefusalError("rate_limited", { retryAfter });
  };

  const block = (name: LimitName, key: string, seconds: number): never => {
    blocks.add(name, key, seconds);
    return refuse(name, seconds);
  };

  /** Who was told to wait is refused until then, without being counted. */
  async function refuseKnown(endpoint: Endpoint, asker: Asker): Promise<void> {
    for (const { name, key } of rulesFor(endpoint, asker)) {
      const wait = blocks.left(name, key);
      if (wait === null) continue;
      await pause(holdBack);
      refuse(name, wait);
    }
  }

  /**
   * `mustCount`: where the shared count can't be had, nobody passes. Otherwise this server's own
   * count is all there is: an outage of the counters ends no call.
   */
  async function count({ name, key, mustCount = false }: Counted, asker?: Passing): Promise<void> {
    const { free, points } = limits[name];
    const line = lines.get(name);
    if (line) {
      if (!(await places.hold(asker?.person?.userId ?? key, () => line.turn(key))))
        return block(name, key, 1);
      // Nobody is rung for who has given up in line.
      return asker?.signal?.aborted ? refuse(name, 1) : undefined;
    }
    if (free > 0) {
      const wait = await own.count(name, key);
      if (wait === null) return;
      if (points === 0) return block(name, key, wait);
    }
    const tooMuch = await here.count(name, key);
    if (tooMuch !== null) return block(name, key, tooMuch);
    const wait = await counter.count(name, key).catch((error: unknown) => {
      if (mustCount)
        throw isDatabaseDown(error) ? error : new RefusalError("database_unavailable", {}, error);
      log.warn({ limit: name, cause: messageOf(error) }, "a limit could not be counted");
      return null;
    });
    if (wait !== null) block(name, key, wait);
  }

  async function countAll(rules: readonly Counted[], asker: Passing): Promise<void> {
    for (const rule of rules.filter(({ name }) => lines.has(name))) await count(rule, asker);
    // Only now is anything asked of the database.
    await Promise.all(rules.filter(({ name }) => !lines.has(name)).map((rule) => count(rule)));
  }

  return { refuse, refuseKnown, count, countAll };
}

export function createGate(parts: GateParts): Gate {
  const { refuse, refuseKnown, count, countAll } = createCounting(parts);
  /**
   * Tenants of people who were here before: what their tenant has used up refuses them before
   * anything is looked up.
   */
  const tenants = new Map<string, string>();
  const polls = createPlaces(openPollsPerPerson, () => refuse("requests_person", 5));

  return {
    async arrived(endpoint, userId, request) {
      await refuseKnown(endpoint, {
        ...request,
        person: { userId, tenantId: tenants.get(userId) ?? null },
      });
      await count({ name: "requests_person", key: userId });
    },
    async found({ userId, tenantId }) {
      setBounded(tenants, userId, tenantId, mostPeople);
      await count({ name: "requests_tenant", key: tenantId });
    },
    arrivedFrom: (address) => count({ name: "requests_address", key: address }),
    async pass(endpoint, asker, work) {
      const { person } = asker;
      await refuseKnown(endpoint, asker);
      await countAll(ownRulesFor(endpoint, asker), asker);
      return person && waits(endpoint, asker.query) ? polls.hold(person.userId, work) : work();
    },
  };
}
