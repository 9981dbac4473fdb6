import type { Database } from "@synapse-voice/prisma";
import * as v from "valibot";
import { maxAttempts, type Delivery, type WebhookStore } from "./webhook-store.ts";

/** The stored part of a delivery. Its field names must not change. */
const Payload = v.object({
  roomName: v.string(),
  identity: v.string(),
  sid: v.string(),
  saidGoodbye: v.boolean(),
});
type Payload = v.InferOutput<typeof Payload>;

type DeliveryDetails = Omit<Delivery, "id" | "event">;

const toPayload = ({
  roomName,
  identity,
  sessionId,
  leftIntentionally,
}: DeliveryDetails): Payload => ({
  roomName,
  identity,
  sid: sessionId,
  saidGoodbye: leftIntentionally,
});
const fromPayload = ({ roomName, identity, sid, saidGoodbye }: Payload): DeliveryDetails => ({
  roomName,
  identity,
  sessionId: sid,
  leftIntentionally: saidGoodbye,
});

/** Webhooks in PostgreSQL. */
export function createPrismaWebhookStore(database: Database): WebhookStore {
  return {
    async record({ id, event, ...details }, now) {
      const { count } = await database.webhookDelivery.createMany({
        data: [{ id, event, payload: toPayload(details), receivedAt: new Date(now) }],
        skipDuplicates: true,
      });
      return count > 0;
    },
    async listUnprocessed(before, limit) {
      const where = {
        processedAt: null,
        receivedAt: { lte: new Date(before) },
        attempts: { lt: maxAttempts },
      };
      const rows = await database.webhookDelivery.findMany({
        where,
        orderBy: { receivedAt: "asc" },
        take: limit,
      });
      return rows.map(({ id, event, payload }) => ({
        id,
        event,
        ...fromPayload(v.parse(Payload, payload)),
      }));
    },
    async markProcessed(id, now) {
      await database.webhookDelivery.updateMany({
        where: { id },
        data: { processedAt: new Date(now) },
      });
    },
    async countFailure(id) {
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
