import type { CallAddress } from "../calls/store/call-store.ts";
import { maxAttempts, type Delivery, type WebhookStore } from "./webhook-store.ts";

/** Webhooks in memory. */
export function createFakeWebhookStore(
  callOfRoom: (roomName: string) => Promise<CallAddress | null>,
): WebhookStore {
  const rows = new Map<
    string,
    { readonly delivery: Delivery; readonly receivedAt: number; done: boolean; attempts: number }
  >();
  return {
    async record(delivery, now) {
      if (rows.has(delivery.id)) return false;
      rows.set(delivery.id, { delivery, receivedAt: now, done: false, attempts: 0 });
      return true;
    },
    async listUnprocessed(before, limit) {
      const unprocessed = [...rows.values()].filter(
        (row) => !row.done && row.receivedAt <= before && row.attempts < maxAttempts,
      );
      return unprocessed
        .toSorted((a, b) => a.receivedAt - b.receivedAt)
        .slice(0, limit)
        .map(({ delivery }) => delivery);
    },
    async markProcessed(id) {
      const row = rows.get(id);
      if (row) row.done = true;
    },
    async countFailure(id) {
      const row = rows.get(id);
      if (row) row.attempts += 1;
    },
    callOfRoom,
  };
}
