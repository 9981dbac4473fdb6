import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeTenantStore } from "./fake-tenant-store.ts";
import { tenantStoreCases } from "./testing/tenant-store-cases.ts";

describe("the fake tenant store", () => {
  tenantStoreCases(() => {
    const store = createFakeTenantStore();
    return {
      store,
      addTenant: async () => {
        const tenantId = randomUUID();
        store.addTenant(tenantId);
        return tenantId;
      },
      addAgent: async (...agent) => store.addAgent(...agent),
    };
  });
});
