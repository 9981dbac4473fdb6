import type { Customer } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../identity/person.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Customers that the list of removed ones returns at most. */
const maxRemoved = 100;

/** Removes customers, and erases their data. */
export interface CustomerRemoval {
  /** Lists the removed customers whose data was not erased. */
  removed(admin: Person): Promise<Customer[]>;
  /** Removes a customer. Repeat it after a failure to complete it. */
  remove(admin: Person, userId: string): Promise<{ supabaseUserId: string }>;
  /** Removes a customer, and erases their data. Repeat it after a failure to complete it. */
  erase(admin: Person, userId: string): Promise<{ supabaseUserId: string }>;
}

export interface CustomerRemovalDeps {
  readonly store: Pick<CustomerStore, "removed" | "remove" | "erase">;
  /** Ends the calls, offers and sessions of a person who was removed. */
  readonly personRemoved: (tenantId: string, userId: string) => Promise<void>;
  /** Deletes accounts that are pending and abandoned. */
  readonly deleteAbandoned: () => Promise<unknown>;
  /** Deletes the objects of recordings whose key was destroyed. */
  readonly deleteRecordings: () => Promise<void>;
  readonly clock: Clock;
}

export function createCustomerRemoval({
  store,
  personRemoved,
  deleteAbandoned,
  deleteRecordings,
  clock,
}: CustomerRemovalDeps): CustomerRemoval {
  const remove = async ({ tenantId }: Person, userId: string): Promise<void> => {
    if (!(await store.remove(tenantId, userId, clock.now())))
      throw new RefusalError("person_not_found");
    await personRemoved(tenantId, userId);
  };
  return {
    removed: ({ tenantId }) => store.removed(tenantId, maxRemoved),
    async remove(admin, userId) {
      await remove(admin, userId);
      return { supabaseUserId: userId };
    },
    async erase(admin, userId) {
      await remove(admin, userId);
      if (!(await store.erase(admin.tenantId, userId, admin.userId, clock.now())))
        throw new RefusalError("person_not_found");
      await deleteRecordings();
      await deleteAbandoned();
      return { supabaseUserId: userId };
    },
  };
}
