import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeCustomerStore } from "./fake-customer-store.ts";
import { customerStoreCases } from "./testing/customer-store-cases.ts";

describe("the fake customer store", () => {
  customerStoreCases(() => {
    const store = createFakeCustomerStore();
    return {
      store,
      addTenant: async () => randomUUID(),
      add: async (tenantId, customer) => store.add(tenantId, customer),
    };
  });
});
