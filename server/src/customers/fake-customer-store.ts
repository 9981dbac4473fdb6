import type { Customer } from "@synapse-voice/contract";
import type { CustomerStore } from "./customer-store.ts";

/** Customers in memory. */
export interface FakeCustomerStore extends CustomerStore {
  add(tenantId: string, customer: Customer): void;
}

interface Row {
  readonly tenantId: string;
  customer: Customer;
  removedAt: number | null;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export function createFakeCustomerStore(): FakeCustomerStore {
  const rows: Row[] = [];
  const indexOf = (tenantId: string, userId: string): number =>
    rows.findIndex((row) => row.tenantId === tenantId && row.customer.supabaseUserId === userId);
  return {
    add: (tenantId, customer) => void rows.push({ tenantId, customer, removedAt: null }),
    async find(tenantId, words, limit) {
      const matches = ({ firstName, lastName, email }: Customer) =>
        words.every((word) =>
          [firstName, lastName, email].some((field) =>
            field.toLowerCase().includes(word.toLowerCase()),
          ),
        );
      return rows
        .filter(
          (row) => row.tenantId === tenantId && row.removedAt === null && matches(row.customer),
        )
        .map((row) => row.customer)
        .toSorted(
          (a, b) =>
            compare(a.lastName, b.lastName) ||
            compare(a.firstName, b.firstName) ||
            compare(a.supabaseUserId, b.supabaseUserId),
        )
        .slice(0, limit);
    },
    async change(tenantId, userId, { phone }) {
      const row = rows[indexOf(tenantId, userId)];
      if (!row || row.removedAt !== null) return null;
      if (phone !== undefined) row.customer = { ...row.customer, phone };
      return row.customer;
    },
    removed: async (tenantId, limit) =>
      rows
        .filter((row) => row.tenantId === tenantId && row.removedAt !== null)
        .toSorted((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0))
        .slice(0, limit)
        .map((row) => row.customer),
    async remove(tenantId, userId, now) {
      const row = rows[indexOf(tenantId, userId)];
      if (row) row.removedAt ??= now;
      return row !== undefined;
    },
    async erase(tenantId, userId) {
      const index = indexOf(tenantId, userId);
      const row = rows[index];
      if (!row || row.removedAt === null) return false;
      rows.splice(index, 1);
      return true;
    },
  };
}
