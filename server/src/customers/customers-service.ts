import { maxCustomers, type Customer, type CustomerChange } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../identity/person.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Further words of a search are ignored. */
const maxWords = 8;

export interface CustomersService {
  find(agent: Person, query: string): Promise<Customer[]>;
  change(admin: Person, userId: string, change: CustomerChange): Promise<Customer>;
}

export const createCustomersService = (store: CustomerStore): CustomersService => ({
  find: ({ tenantId }, query) =>
    store.find(tenantId, query.split(/\s+/u).filter(Boolean).slice(0, maxWords), maxCustomers),
  async change({ tenantId }, userId, change) {
    const changed = await store.change(tenantId, userId, change);
    if (!changed) throw new RefusalError("person_not_found");
    return changed;
  },
});
