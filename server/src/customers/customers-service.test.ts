import { describe, expect, it } from "vitest";
import type { Person } from "../identity/person.ts";
import { createCustomersService } from "./customers-service.ts";
import { createFakeCustomerStore } from "./fake-customer-store.ts";

const ada: Person = {
  userId: "ada",
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role: "AGENT",
  firstName: "Ada",
  lastName: "Agent",
  portalCustomerId: null,
  allowedOrigins: [],
};

describe("searching for customers", () => {
  it("finds a full name, as people type it, in the agent's own tenant", async () => {
    const store = createFakeCustomerStore();
    const carl = {
      supabaseUserId: "carl",
      firstName: "Carl",
      lastName: "Customer",
      email: "carl@customer.test",
    };
    store.add("acme", carl);
    store.add("globex", { ...carl, supabaseUserId: "other" });
    expect(await createCustomersService(store).find(ada, "carl  cust")).toEqual([carl]);
  });

  it("finds at most twenty", async () => {
    const store = createFakeCustomerStore();
    for (let n = 0; n < 30; n += 1)
      store.add("acme", {
        supabaseUserId: `c${n}`,
        firstName: "Carl",
        lastName: `${n}`,
        email: `c${n}@customer.test`,
      });
    expect(await createCustomersService(store).find(ada, "")).toHaveLength(20);
  });
});
