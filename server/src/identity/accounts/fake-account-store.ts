import type { Person } from "../person.ts";
import type { AccountStore, NewPerson } from "./account-store.ts";

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly allowedOrigins: readonly string[];
}

/** People and pending accounts in memory. */
export interface FakeAccountStore extends AccountStore {
  readonly people: Map<string, Person>;
  readonly tenants: Map<string, Tenant>;
  readonly pending: Map<
    string,
    { readonly email: string; readonly createdAt: number; abandoned: boolean }
  >;
  /**
   * The next `finish` fails: `before` it committed, or `after`, when only the answer is lost.
   * `gone` leaves the database away after that.
   */
  failNextFinish(when: "before" | "after", gone?: boolean): void;
  comeBack(): void;
}

const down = (): Error =>
  Object.assign(new Error("the database is away"), { code: "ECONNREFUSED" });

export function createFakeAccountStore(): FakeAccountStore {
  const people = new Map<string, Person>();
  const tenants = new Map<string, Tenant>();
  const pending: FakeAccountStore["pending"] = new Map();
  let failure: { readonly when: "before" | "after"; readonly gone: boolean } | null = null;
  let away = false;
  const here = <T>(work: () => T): Promise<T> =>
    away ? Promise.reject(down()) : Promise.resolve().then(work);

  function insert(
    supabaseUserId: string,
    { tenant: wanted, firstName, lastName, role }: NewPerson,
  ): { tenantId: string } {
    const known = "id" in wanted ? tenants.get(wanted.id) : undefined;
    if ("id" in wanted && !known) throw new Error("no such tenant");
    const tenant = known ?? {
      id: `tenant-${tenants.size + 1}`,
      name: "name" in wanted ? wanted.name : "",
      allowedOrigins: [],
    };
    tenants.set(tenant.id, tenant);
    const type = role ? "CRM_USER" : "PORTAL_CUSTOMER";
    const portalCustomerId = role ? null : `customer-${supabaseUserId}`;
    people.set(supabaseUserId, {
      userId: supabaseUserId,
      tenantId: tenant.id,
      tenantName: tenant.name,
      type,
      role,
      firstName,
      lastName,
      portalCustomerId,
      allowedOrigins: tenant.allowedOrigins,
    });
    return { tenantId: tenant.id };
  }

  return {
    people,
    tenants,
    pending,
    failNextFinish: (when, gone = false) => void (failure = { when, gone }),
    comeBack: () => void (away = false),
    find: (supabaseUserId) => here(() => people.get(supabaseUserId) ?? null),
    allOrigins: () =>
      here(() => [...new Set([...tenants.values()].flatMap((tenant) => tenant.allowedOrigins))]),
    addPending: (supabaseUserId, email, now) =>
      here(() => void pending.set(supabaseUserId, { email, createdAt: now, abandoned: false })),
    finish: (supabaseUserId, person) =>
      here(() => {
        const failing = failure;
        failure = null;
        away = failing?.gone ?? false;
        if (failing?.when === "before") throw down();
        const row = pending.get(supabaseUserId);
        if (!row || row.abandoned) return null;
        const done = insert(supabaseUserId, person);
        pending.delete(supabaseUserId);
        if (failing) throw down();
        return done;
      }),
    abandon: (supabaseUserId) =>
      here(() => {
        const row = pending.get(supabaseUserId);
        if (row) row.abandoned = true;
        return row !== undefined;
      }),
    removePending: (supabaseUserId) => here(() => void pending.delete(supabaseUserId)),
    pendingBefore: (time, limit) =>
      here(() =>
        [...pending]
          .filter(([, row]) => row.createdAt < time)
          .toSorted(([, a], [, b]) => a.createdAt - b.createdAt)
          .slice(0, limit)
          .map(([id]) => id),
      ),
  };
}
