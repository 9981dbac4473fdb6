import type { Database } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { WebhookStore } from "./webhook-store.ts";

const Payload = v.object({
  roomName: v.string(),
  identity: v.string(),
  sid: v.string(),
  saidGoodbye: v.boolean(),
});
const mostAttempts = 10;

/** Webhooks in PostgreSQL. */
export function createPrismaWebhookStore(database: Database): WebhookStore {
  return {
    async record({ id, event, ...payload }, now) {
      const { count } = await database.webhookDelivery.createMany({
        data: [{ id, event, payload, receivedAt: new Date(now) }],
        skipDuplicates: true,
      });
      return count > 0;
    },
    async unprocessed(before, limit) {
      const where = {
        processedAt: null,
        receivedAt: { lte: new Date(before) },
        attempts: { lt: mostAttempts },
      };
      const rows = await database.webhookDelivery.findMany({
        where,
        orderBy: { receivedAt: "asc" },
        take: limit,
      });
      return rows.map(({ id, event, payload }) => ({ id, event, ...v.parse(Payload, payload) }));
    },
    async processed(id, now) {
      await database.webhookDelivery.updateMany({
        where: { id },
        data: { processedAt: new Date(now) },
      });
    },
    async failed(id) {
      await database.webhookDelivery.updateMany({
        where: { id },
        data: { attempts: { increment: 1 } },
      });
    },
    async callOfRoom(roomName) {
      const call = await database.callLog.findUnique({
        where: { roomName },
        select: { id: true, tenantId: true },
      });
      return call && { callId: call.id, tenantId: call.tenantId };
    },
  };
}
