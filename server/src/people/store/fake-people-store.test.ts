import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakePeopleStore } from "./fake-people-store.ts";
import { peopleStoreCases } from "./testing/people-store-cases.ts";

describe("people in memory", () => {
  peopleStoreCases(() => {
    const store = createFakePeopleStore();
    return {
      store,
      addTenant: async () => randomUUID(),
      add: async (tenantId, person) => store.add(tenantId, person),
    };
  });
});
