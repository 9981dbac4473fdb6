import { typeOf, type AccountStore, type NewPerson } from "./account-store.ts";
import { createMemory, managedAccounts, type ManagedAccounts } from "./fake-managed-accounts.ts";

/** People and pending accounts in memory. */
export interface FakeAccountStore
  extends
    AccountStore,
    Pick<ManagedAccounts, "people" | "removed" | "closing" | "tenants" | "pending"> {
  /**
   * Makes the next `finish` fail, `before` or `after` its commit. With `outage` the store stays
   * unavailable after that.
   */
  failNextFinish(when: "before" | "after", outage?: boolean): void;
  /** Ends an outage. */
  comeBack(): void;
}

const connectionError = (): Error =>
  Object.assign(new Error("the database is away"), { code: "ECONNREFUSED" });

export function createFakeAccountStore(): FakeAccountStore {
  const memory = createMemory();
  const { people, removed, tenants, pending, closing, foreign } = memory;
  const tokensValidFrom = new Map<string, number>();
  let nextFailure: { readonly when: "before" | "after"; readonly outage: boolean } | null = null;
  let isDown = false;
  const unlessDown = <T>(work: () => T): Promise<T> =>
    isDown ? Promise.reject(connectionError()) : Promise.resolve().then(work);

  return {
    people,
    removed,
    closing,
    tenants,
    pending,
    failNextFinish: (when, outage = false) => void (nextFailure = { when, outage }),
    comeBack: () => void (isDown = false),
    ...managedAccounts(memory, unlessDown),
    find: (userId, issuedAt = Infinity) =>
      unlessDown(() =>
        issuedAt < (tokensValidFrom.get(userId) ?? 0) ? null : (people.get(userId) ?? null),
      ),
    allOrigins: () =>
      unlessDown(() => [
        ...new Set([...tenants.values()].flatMap((tenant) => tenant.allowedOrigins)),
      ]),
    addPending: (userId, email, now) =>
      unlessDown(() => void pending.set(userId, { email, createdAt: now, abandoned: false })),
    finish: (userId, person) =>
      unlessDown(() => {
        const failure = nextFailure;
        nextFailure = null;
        isDown = failure?.outage ?? false;
        if (failure?.when === "before") throw connectionError();
        const row = pending.get(userId);
        if (!row || row.abandoned) return null;
        const isInvited = "id" in person.tenant;
        const finished = addPerson(memory, userId, person, isInvited);
        pending.delete(userId);
        if (failure) throw connectionError();
        return finished;
      }),
    abandon: (userId) =>
      unlessDown(() => {
        const row = pending.get(userId);
        if (row) row.abandoned = true;
        return row !== undefined;
      }),
    removePending: (userId) => unlessDown(() => void pending.delete(userId)),
    findMembership: (userId) =>
      unlessDown(() => {
        if (pending.has(userId)) return "pending";
        const person = people.get(userId) ?? removed.get(userId);
        return person
          ? { tenantId: person.tenantId, type: person.type, isActive: people.has(userId) }
          : null;
      }),
    join: (userId, person, tenantId, _now, options = {}) =>
      unlessDown(() => {
        const known = people.get(userId) ?? removed.get(userId);
        const isElsewhere = known && (known.tenantId !== tenantId || known.type !== typeOf(person));
        if (pending.has(userId) || isElsewhere) return false;
        if (!known && options.ownsAccount === false) foreign.add(userId);
        closing.delete(userId);
        removed.delete(userId);
        tokensValidFrom.set(userId, options.tokensValidFrom ?? tokensValidFrom.get(userId) ?? 0);
        addPerson(memory, userId, { ...person, tenant: { id: tenantId } }, true);
        return true;
      }),
    pendingBefore: (time, limit) =>
      unlessDown(() =>
        [...pending]
          .filter(([, row]) => row.createdAt < time)
          .toSorted(([, a], [, b]) => a.createdAt - b.createdAt)
          .slice(0, limit)
          .map(([userId]) => userId),
      ),
  };
}

function addPerson(
  { people, tenants, emails }: Pick<ManagedAccounts, "people" | "tenants" | "emails">,
  userId: string,
  { tenant: wanted, firstName, lastName, email, role }: NewPerson,
  isInvited: boolean,
): { tenantId: string } {
  const known = "id" in wanted ? tenants.get(wanted.id) : undefined;
  if ("id" in wanted && !known) throw new Error("no such tenant");
  const tenant = known ?? {
    id: `tenant-${tenants.size + 1}`,
    name: "name" in wanted ? wanted.name : "",
    allowedOrigins: [],
  };
  tenants.set(tenant.id, tenant);
  emails.set(userId, email);
  people.set(userId, {
    userId,
    tenantId: tenant.id,
    tenantName: tenant.name,
    type: typeOf({ role }),
    role,
    firstName,
    lastName,
    portalCustomerId: role ? null : `customer-${userId}`,
    allowedOrigins: tenant.allowedOrigins,
    ...(isInvited ? { isInvited } : {}),
  });
  return { tenantId: tenant.id };
}
