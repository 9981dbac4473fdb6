import type { Endpoint } from "@synapse-voice/contract";
import type { Logger } from "pino";
import { isDatabaseDown } from "../adapters/database-errors.ts";
import { ApiError } from "../http/api-error.ts";
import type { Person } from "../http/person.ts";
import type { LimitCounter } from "./counter.ts";
import { openPollsPerPerson, type LimitName, type Limits } from "./limits.ts";
import { createMemoryCounter } from "./memory-counter.ts";
import { rulesFor, waits, type Asker } from "./rules.ts";

/** Keeps anyone from doing too much: throws `rate_limited` with the seconds to wait. */
export interface Gate {
  /** Somebody's token was found genuine; nothing was asked of the database yet. */
  arrived(supabaseUserId: string): Promise<void>;
  /** A request to a public endpoint. */
  arrivedFrom(address: string): Promise<void>;
  /** Does the work of a request that is allowed and well-formed, if its limits let it. */
  pass<T>(endpoint: Endpoint, asker: Asker, work: () => Promise<T>): Promise<T>;
}

export interface GateParts {
  readonly limits: Limits;
  /** What all servers share. */
  readonly counter: LimitCounter;
  readonly log: Logger;
  readonly refused?: (name: LimitName) => void;
}

export function createGate({ limits, counter, log, refused }: GateParts): Gate {
  const own = createMemoryCounter(Object.fromEntries(Object.entries(limits).map(([name, { free, seconds }]) => [name, { points: free, seconds }])));
  /** What passed here alone: where that is as much as all servers may let pass, nobody else need be asked. */
  const here = createMemoryCounter(limits);
  const polls = new Map<string, number>();

  const refuse = (name: LimitName, retryAfter: number): never => {
    refused?.(name);
    throw new ApiError("rate_limited", { retryAfter });
  };

  /** `mustCount`: where the shared count can't be had, nobody passes. Otherwise this server's own count is all there is: an outage of the counters ends no call. */
  async function count(name: LimitName, key: string, mustCount = false): Promise<void> {
    const { free, points } = limits[name];
    if (free > 0) {
      const wait = await own.count(name, key);
      if (wait === null) return;
      if (points === 0) return refuse(name, wait);
    }
    const tooMuch = await here.count(name, key);
    if (tooMuch !== null) return refuse(name, tooMuch);
    const wait = await counter.count(name, key).catch((error: unknown) => {
      if (mustCount) throw isDatabaseDown(error) ? error : new ApiError("database_unavailable", {}, error);
      log.warn({ limit: name, cause: error instanceof Error ? error.message : String(error) }, "a limit could not be counted");
      return null;
    });
    if (wait !== null) refuse(name, wait);
  }

  async function holdingPoll<T>(person: Person, work: () => Promise<T>): Promise<T> {
    const { supabaseUserId: id } = person;
    const open = polls.get(id) ?? 0;
    if (open >= openPollsPerPerson) return refuse("requests_person", 5);
    polls.set(id, open + 1);
    try {
      return await work();
    } finally {
      const left = (polls.get(id) ?? 1) - 1;
      if (left === 0) polls.delete(id);
      else polls.set(id, left);
    }
  }

  return {
    arrived: (supabaseUserId) => count("requests_person", supabaseUserId),
    arrivedFrom: (address) => count("requests_address", address),
    async pass(endpoint, asker, work) {
      const { person } = asker;
      if (person) await count("requests_tenant", person.tenantId);
      await Promise.all(rulesFor(endpoint, asker).map(({ name, key, mustCount }) => count(name, key, mustCount)));
      return person && waits(endpoint, asker) ? holdingPoll(person, work) : work();
    },
  };
}
