import type { Customer } from "@synapse-voice/contract";
import type { CustomerStore } from "./customer-store.ts";

/** Customers in memory. */
export interface FakeCustomerStore extends CustomerStore {
  add(tenantId: string, customer: Customer): void;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export function createFakeCustomerStore(): FakeCustomerStore {
  const rows: { readonly tenantId: string; readonly customer: Customer }[] = [];
  return {
    add: (tenantId, customer) => void rows.push({ tenantId, customer }),
    async find(tenantId, words, limit) {
      const matches = ({ firstName, lastName, email }: Customer) =>
        words.every((word) =>
          [firstName, lastName, email].some((field) =>
            field.toLowerCase().includes(word.toLowerCase()),
          ),
        );
      return rows
        .filter((row) => row.tenantId === tenantId && matches(row.customer))
        .map((row) => row.customer)
        .toSorted(
          (a, b) =>
            compare(a.lastName, b.lastName) ||
            compare(a.firstName, b.firstName) ||
            compare(a.supabaseUserId, b.supabaseUserId),
        )
        .slice(0, limit);
    },
  };
}
