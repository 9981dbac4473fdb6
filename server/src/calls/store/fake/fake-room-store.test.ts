import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { createFakeCalls } from "./fake-call-store.ts";
import { createFakeRoomStore } from "./fake-room-store.ts";
import { party } from "../../domain/testing/example-calls.ts";
import { roomStoreCases } from "../testing/room-store-cases.ts";

describe("the fake room store", () => {
  roomStoreCases(() => {
    const fake = createFakeCalls();
    return {
      store: createFakeRoomStore(() => fake.state().calls.values()),
      transactions: fake.transactions,
      addTenant: async () => randomUUID(),
      addParty: async (_tenantId, firstName) => party(randomUUID(), { name: `${firstName} Test` }),
    };
  });
});
