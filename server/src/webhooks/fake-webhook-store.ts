import type { CallAddress } from "../calls/store/call-store.ts";
import type { Delivery, WebhookStore } from "./webhook-store.ts";

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
    async unprocessed(before, limit) {
      const open = [...rows.values()].filter(
        (row) => !row.done && row.receivedAt <= before && row.attempts < 10,
      );
      return open
        .toSorted((a, b) => a.receivedAt - b.receivedAt)
        .slice(0, limit)
        .map(({ delivery }) => delivery);
    },
    async processed(id) {
      const row = rows.get(id);
      if (row) row.done = true;
    },
    async failed(id) {
      const row = rows.get(id);
      if (row) row.attempts += 1;
    },
    callOfRoom,
  };
}
