import { describe } from "vitest";
import { createFakeAccountStore } from "./fake-account-store.ts";
import { accountStoreCases } from "./testing/account-store-cases.ts";

describe("the fake account store", () => {
  accountStoreCases(createFakeAccountStore);
});
