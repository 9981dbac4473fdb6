import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeCallbackStore } from "./fake-callback-store.ts";
import { callbackStoreCases } from "./testing/callback-store-cases.ts";

describe("the fake callback store", () => {
  callbackStoreCases(() => {
    const store = createFakeCallbackStore();
    return {
      store,
      addTenant: async () => randomUUID(),
      async addPerson(tenantId, _firstName, role) {
        const id = randomUUID();
        if (role) store.addAgent(tenantId, id);
        else store.addCustomer(tenantId, id);
        return id;
      },
      removePerson: async (id) => store.removePerson(id),
      async addCall(tenantId, customerId) {
        const callId = randomUUID();
        store.addCall(tenantId, callId, customerId);
        return callId;
      },
    };
  });
});
