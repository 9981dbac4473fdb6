import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import type { Call } from "../../calls/domain/call.ts";
import { party } from "../../calls/domain/testing/example-calls.ts";
import { createFakeQueueStore } from "./fake-queue-store.ts";
import { queueStoreCases } from "./testing/queue-store-cases.ts";

describe("the fake queue store", () => {
  queueStoreCases(() => {
    const calls: Call[] = [];
    const topics = new Map<string, string>();
    return {
      store: createFakeQueueStore(
        () => calls,
        (userId) => topics.get(userId),
      ),
      addTenant: async () => randomUUID(),
      addParty: async () => party(randomUUID()),
      put: async (call) => void calls.push(call),
      putCallback: async (_tenantId, { userId }, topic, isDone) =>
        void (isDone ? topics.delete(userId) : topics.set(userId, topic)),
    };
  });
});
