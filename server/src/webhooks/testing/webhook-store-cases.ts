import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Delivery, WebhookStore } from "../webhook-store.ts";

const noon = Date.parse("2026-03-01T12:00:00.000Z");

/** Cases that every webhook store passes. */
export function webhookStoreCases(create: () => WebhookStore): void {
  let store: WebhookStore;
  let delivery: Delivery;
  const unprocessed = async (before = noon) =>
    (await store.listUnprocessed(before, 100)).filter(({ id }) => id === delivery.id);

  beforeEach(() => {
    store = create();
    delivery = {
      id: randomUUID(),
      event: "participant_left",
      roomName: "room",
      identity: "ada:desk",
      sessionId: "PA_1",
      leftIntentionally: true,
    };
  });

  it("knows a delivery by its id", async () => {
    expect([await store.record(delivery, noon), await store.record(delivery, noon)]).toEqual([
      true,
      false,
    ]);
  });

  it("keeps a delivery until it is processed", async () => {
    await store.record(delivery, noon);
    expect(await unprocessed(noon - 1)).toEqual([]);
    expect(await unprocessed()).toEqual([delivery]);
    await store.markProcessed(delivery.id, noon);
    expect(await unprocessed()).toEqual([]);
  });

  it("gives a delivery up that failed ten times", async () => {
    await store.record(delivery, noon);
    for (let times = 0; times < 9; times += 1) await store.countFailure(delivery.id);
    expect(await unprocessed()).toEqual([delivery]);
    await store.countFailure(delivery.id);
    expect(await unprocessed()).toEqual([]);
  });

  it("knows no call of an unknown room", async () => {
    expect(await store.callOfRoom("nowhere")).toBeNull();
  });
}
