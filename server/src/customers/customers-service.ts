import { maxCustomers, type Customer } from "@synapse-voice/contract";
import type { Person } from "../identity/person.ts";
import type { CustomerStore } from "./customer-store.ts";

/** Further words of a search are ignored. */
const maxWords = 8;

export interface CustomersService {
  find(agent: Person, query: string): Promise<Customer[]>;
}

export const createCustomersService = (store: CustomerStore): CustomersService => ({
  find: ({ tenantId }, query) =>
    store.find(tenantId, query.split(/\s+/u).filter(Boolean).slice(0, maxWords), maxCustomers),
});
