import { createFakeClock } from "@synapse-voice/platform/testing";
import { pino } from "pino";
import { expect } from "vitest";
import { limitsTimes, type Limits } from "../limits.ts";
import { createMemoryCounter } from "../counters/memory-counter.ts";
import {
  createRateLimiter,
  type ParsedRequest,
  type RateLimiter,
  type RateLimiterDeps,
  type TenantMember,
} from "../rate-limiter.ts";

export const anywhere = { address: "203.0.113.7", body: {} };

export const person = (userId: string, tenantId = "acme"): TenantMember => ({ userId, tenantId });

export const requestBy = (
  who: TenantMember | null,
  more: Partial<ParsedRequest> = {},
): ParsedRequest => ({ person: who, address: "203.0.113.7", body: {}, query: {}, ...more });

/** Makes a rate limiter with changed limits. By default its counter is in memory. */
export function limiterWith(
  changes: Partial<Limits>,
  deps: Partial<RateLimiterDeps> = {},
): RateLimiter {
  const limits = { ...limitsTimes(1), ...changes };
  return createRateLimiter({
    limits,
    counter: createMemoryCounter(limits),
    clock: createFakeClock(),
    pause: async () => undefined,
    log: pino({ level: "silent" }),
    ...deps,
  });
}

/** Sends requests at the same time. Returns how many pass; all others must be rate limited. */
export async function countPassing(
  times: number,
  send: (turn: number) => Promise<unknown>,
): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, turn) => send(turn)));
  const refusals = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason] : [],
  );
  expect(refusals).toMatchObject(
    refusals.map(() => ({ code: "rate_limited", details: { retryAfter: expect.any(Number) } })),
  );
  return results.filter(({ status }) => status === "fulfilled").length;
}

export const done = async (): Promise<string> => "done";
