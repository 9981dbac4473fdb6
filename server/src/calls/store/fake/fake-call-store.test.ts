import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeCalls } from "./fake-call-store.ts";
import { callStoreCases } from "../testing/call-store-cases.ts";
import { party } from "../../domain/testing/example-calls.ts";

describe("the fake call store", () => {
  callStoreCases(() => {
    const fake = createFakeCalls();
    return {
      ...fake,
      addTenant: async () => randomUUID(),
      addParty: async (_tenantId, name, isCustomer) =>
        party(randomUUID(), {
          name: `${name} Test`,
          ...(isCustomer ? { type: "PORTAL_CUSTOMER" } : {}),
        }),
      removePerson: async ({ userId }) => void fake.removed.add(userId),
    };
  });
});
