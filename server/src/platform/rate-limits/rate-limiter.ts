import type { Endpoint } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import { setBounded } from "./bounded-map.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import {
  cooldownReplyDelayMs,
  createLimitChecks,
  LimitReached,
  type CountedRequest,
  type LimitChecksDeps,
} from "./limit-checks.ts";
import { openPollsPerPerson, type LimitName } from "./limits.ts";
import {
  allRulesFor,
  endpointRulesFor,
  isWaitingPoll,
  type EndsCall,
  type LimitedRequest,
} from "./rules.ts";

/** The number of people whose tenants are remembered. */
const maxRememberedPeople = 20_000;

/**
 * Limits the requests of people, tenants and addresses. Each method throws `rate_limited` with the
 * seconds to wait. A request that ends a call is never refused.
 */
export interface RateLimiter {
  /**
   * Checks a request whose token is valid. Requests that arrive before `Retry-After` are rejected
   * here, before anything is read from the database.
   */
  checkUser(
    endpoint: Endpoint,
    userId: string,
    request: Omit<LimitedRequest, "person">,
  ): Promise<void>;
  /** Checks the tenant of a person, once the directory has found them. */
  checkTenant(person: TenantMember, request?: Pick<LimitedRequest, "endsCall">): Promise<void>;
  /** Checks a request to a public endpoint. */
  checkAddress(address: string): Promise<void>;
  /** Checks a request that has failed, by its address or another key of its sender. */
  checkFailure(key: string): Promise<void>;
  /** Runs the work of an authorised, well-formed request if the endpoint's limits allow it. */
  run<T>(endpoint: Endpoint, request: ParsedRequest, work: () => Promise<T>): Promise<T>;
}

export interface TenantMember {
  readonly userId: string;
  readonly tenantId: string;
}

/** A request that is authorised and well-formed. */
export interface ParsedRequest extends CountedRequest {
  readonly person: TenantMember | null;
  readonly query: unknown;
}

export interface RateLimiterDeps extends LimitChecksDeps {
  readonly onRefused?: (name: LimitName) => void;
}

export function createRateLimiter(deps: RateLimiterDeps): RateLimiter {
  const checks = createLimitChecks(deps);
  const { count, countAll } = checks;
  /** Tenants of recent people. A cooldown of the tenant then applies before any look-up. */
  const tenantOf = new Map<string, string>();
  const openPolls = createConcurrencyLimit(openPollsPerPerson, () => refuse("requests_person", 5));

  const refuse = (limit: LimitName, retryAfterSeconds: number): never => {
    deps.onRefused?.(limit);
    throw new RefusalError("rate_limited", { retryAfter: retryAfterSeconds });
  };
  /** Runs checks. If a limit is reached, refuses the request unless it ends a call. */
  async function enforce(
    endsCall: EndsCall | undefined,
    check: () => Promise<void>,
  ): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      if (await endsCall?.()) return;
      refuse(error.limit, error.retryAfterSeconds);
    }
  }

  const refuseDuringCooldown = (endpoint: Endpoint, request: LimitedRequest): Promise<void> =>
    // `endsCall` has a delay of its own.
    checks.refuseDuringCooldown(
      allRulesFor(endpoint, request),
      request.endsCall ? 0 : cooldownReplyDelayMs,
    );

  return {
    checkUser: (endpoint, userId, request) =>
      enforce(request.endsCall, async () => {
        const person = { userId, tenantId: tenantOf.get(userId) ?? null };
        await refuseDuringCooldown(endpoint, { ...request, person });
        await count({ name: "requests_person", key: userId });
      }),
    async checkTenant({ userId, tenantId }, { endsCall } = {}) {
      setBounded(tenantOf, userId, tenantId, maxRememberedPeople);
      await enforce(endsCall, () => count({ name: "requests_tenant", key: tenantId }));
    },
    checkAddress: (address) =>
      enforce(undefined, () => count({ name: "requests_address", key: address })),
    checkFailure: (key) =>
      enforce(undefined, async () => {
        // Counted apart from public endpoints, so that failures use up nothing of other people.
        const rule = { name: "requests_address", key: `failed ${key}` } as const;
        await checks.refuseDuringCooldown([rule], cooldownReplyDelayMs);
        await count(rule);
      }),
    async run(endpoint, request, work) {
      const { person } = request;
      await enforce(request.endsCall, async () => {
        await refuseDuringCooldown(endpoint, request);
        await countAll(endpointRulesFor(endpoint, request), request);
      });
      return person && isWaitingPoll(endpoint, request.query)
        ? openPolls.run(person.userId, work)
        : work();
    },
  };
}
