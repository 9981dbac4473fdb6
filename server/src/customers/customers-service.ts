import type { Customer } from "@synapse-voice/contract";
import type { Person } from "../identity/person.ts";
import type { CustomerStore } from "./customer-store.ts";

/** The most customers that one search finds. */
const limit = 20;
/** More words than that narrow nothing down any more. */
const mostWords = 8;

export interface CustomersService {
  find(agent: Person, query: string): Promise<Customer[]>;
}

export const createCustomersService = (store: CustomerStore): CustomersService => ({
  find: ({ tenantId }, query) =>
    store.find(tenantId, query.split(/\s+/u).filter(Boolean).slice(0, mostWords), limit),
});
