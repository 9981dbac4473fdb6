import type { Endpoint } from "@synapse-voice/contract";
import { setBounded } from "./bounded-map.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { createLimitChecks, type CountedRequest, type LimitChecksDeps } from "./limit-checks.ts";
import { openPollsPerPerson } from "./limits.ts";
import { endpointRulesFor, isWaitingPoll, type LimitedRequest } from "./rules.ts";

/** The number of people whose tenants are remembered. */
const maxRememberedPeople = 20_000;

/**
 * Limits the requests of people, tenants and addresses. Each method throws `rate_limited` with the
 * seconds to wait.
 */
export interface RateLimiter {
  /**
   * Checks a request whose token is valid. Requests that arrive before `Retry-After` are rejected
   * here, before anything is read from the database.
   */
  checkUser(
    endpoint: Endpoint,
    userId: string,
    request: Pick<LimitedRequest, "address" | "body">,
  ): Promise<void>;
  /** Checks the tenant of a person, once the directory has found them. */
  checkTenant(person: TenantMember): Promise<void>;
  /** Checks a request to a public endpoint. */
  checkAddress(address: string): Promise<void>;
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

export function createRateLimiter(deps: LimitChecksDeps): RateLimiter {
  const { refuse, refuseDuringCooldown, count, countAll } = createLimitChecks(deps);
  /** Tenants of recent people. A cooldown of the tenant then applies before any look-up. */
  const tenantOf = new Map<string, string>();
  const openPolls = createConcurrencyLimit(openPollsPerPerson, () => refuse("requests_person", 5));

  return {
    async checkUser(endpoint, userId, request) {
      const person = { userId, tenantId: tenantOf.get(userId) ?? null };
      await refuseDuringCooldown(endpoint, { ...request, person });
      await count({ name: "requests_person", key: userId });
    },
    async checkTenant({ userId, tenantId }) {
      setBounded(tenantOf, userId, tenantId, maxRememberedPeople);
      await count({ name: "requests_tenant", key: tenantId });
    },
    checkAddress: (address) => count({ name: "requests_address", key: address }),
    async run(endpoint, request, work) {
      const { person } = request;
      await refuseDuringCooldown(endpoint, request);
      await countAll(endpointRulesFor(endpoint, request), request);
      return person && isWaitingPoll(endpoint, request.query)
        ? openPolls.run(person.userId, work)
        : work();
    },
  };
}
