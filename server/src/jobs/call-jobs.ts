import { times } from "@synapse-voice/contract";
import type { Command } from "../calls/domain/inputs.ts";
import type { CallAddress } from "../calls/store/call-store.ts";
import { concurrency, forEachItem } from "./for-each-item.ts";
import { batchSize, type SweeperDeps } from "./sweeper-deps.ts";

const executeForEach = (
  deps: SweeperDeps,
  addresses: readonly CallAddress[],
  command: Command,
): Promise<void> =>
  forEachItem(
    addresses,
    deps,
    (address) => deps.calls.executeUnlessLocked(address, command),
    concurrency,
  );

/** Ends calls whose deadline has passed, or whose waiting caller has lost the lease. */
export async function endDueCalls(deps: SweeperDeps): Promise<void> {
  const { store, calls, clock, uptime } = deps;
  const now = clock.now();
  uptime.begin(now);
  const due = await store.dueCalls(now, uptime.leasesCount(now), batchSize);
  uptime.reached(now);
  const leasesSince = uptime.since(now);
  const endIfDue = async (address: CallAddress): Promise<void> => {
    await calls.executeUnlessLocked(address, { type: "deadline_passed" });
    await calls.executeUnlessLocked(address, { type: "caller_lease_lost", leasesSince });
  };
  await forEachItem(due, deps, endIfDue, concurrency);
}

/** After an outage, devices have this time in ms to report that sound arrives again. */
const soundReportsMs = 10_000;

/** Ends calls in which a party's network lets no sound through. */
export async function endBlockedCalls(deps: SweeperDeps): Promise<void> {
  const { store, clock, uptime } = deps;
  const now = clock.now();
  if (now - uptime.since(now) < soundReportsMs) return;
  const addresses = await store.callsWithBlockedSound(now - times.maxBlockedMs, batchSize);
  await executeForEach(deps, addresses, { type: "sound_blocked" });
}

/** The queue has this time in ms to end a turn. It knows which turns no device could ring for. */
const queueTimeMs = 5_000;

/**
 * Ends turns that the queue has not ended in time, for example because its rounds fail. After an
 * outage, the queue first gets that time.
 */
export async function endExpiredTurns(deps: SweeperDeps): Promise<void> {
  const { store, clock, uptime } = deps;
  const now = clock.now();
  if (now - uptime.since(now) < queueTimeMs) return;
  const addresses = await store.callsWithExpiredTurns(now - queueTimeMs, batchSize);
  await executeForEach(deps, addresses, { type: "turns_over" });
}

/**
 * Ends calls of people who were removed from their tenant. Such a call is left if it was just being
 * placed, or if a server crashed.
 */
export async function endCallsOfRemovedPeople(deps: SweeperDeps): Promise<void> {
  const { store, calls } = deps;
  await forEachItem(
    await store.callsOfRemovedPeople(batchSize),
    deps,
    ({ userId, ...address }) =>
      calls.executeUnlessLocked(address, { type: "person_removed", userId }),
    concurrency,
  );
}

/** Ends calls that ring a customer who is on another call by now. Customers have one at a time. */
export async function endCallsToBusyCustomers(deps: SweeperDeps): Promise<void> {
  const addresses = await deps.store.callsRingingBusyCustomers(batchSize);
  await executeForEach(deps, addresses, { type: "callee_taken" });
}

/** Runs the queue of each tenant in which calls wait. */
export async function offerWaitingCalls(deps: SweeperDeps): Promise<void> {
  const tenants = await deps.store.tenantsWithWaitingCalls();
  await forEachItem(
    tenants.map((tenantId) => ({ tenantId })),
    deps,
    ({ tenantId }) => deps.router.offerWaitingCalls(tenantId),
    concurrency,
  );
}
