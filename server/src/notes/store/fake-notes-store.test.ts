import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeNotesStore } from "./fake-notes-store.ts";
import { notesStoreCases } from "./testing/notes-store-cases.ts";

describe("the fake notes store", () => {
  notesStoreCases(() => {
    const store = createFakeNotesStore();
    return {
      store,
      addTenant: async () => randomUUID(),
      addAgent: async () => randomUUID(),
      async addCall(tenantId, agentId) {
        const callId = randomUUID();
        store.addCall(tenantId, callId, [agentId]);
        return callId;
      },
      deleteCall: async (callId) => store.deleteCall(callId),
    };
  });
});
