import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeAgentStore } from "./fake-agent-store.ts";
import { agentStoreCases } from "./testing/agent-store-cases.ts";

describe("the fake agent store", () => {
  agentStoreCases(() => {
    const store = createFakeAgentStore();
    return {
      store,
      addTenant: async () => randomUUID(),
      add: async (tenantId, agent) => store.add(tenantId, agent),
    };
  });
});
