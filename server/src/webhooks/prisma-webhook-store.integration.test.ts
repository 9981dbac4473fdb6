import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createPrismaWebhookStore } from "./prisma-webhook-store.ts";
import { webhookStoreCases } from "./testing/webhook-store-cases.ts";

describe("the webhook store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  webhookStoreCases(() => createPrismaWebhookStore(db.database));
});
