import { describe } from "vitest";
import { createFakeWebhookStore } from "./fake-webhook-store.ts";
import { webhookStoreCases } from "./testing/webhook-store-cases.ts";

describe("the fake webhook store", () => {
  webhookStoreCases(() => createFakeWebhookStore(async () => null));
});
