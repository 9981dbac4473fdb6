import { describe, expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { startTestClient } from "../testing/test-client.ts";

const hour = 3_600_000;

describe("the card of an agent's ended call", () => {
  it("that was missed stays until it is dismissed", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    server.put({ id: "call-1" });
    await clock.advance();
    server.put({
      id: "call-1",
      status: "MISSED",
      endReason: "ring_timeout",
      offer: { id: "offer-1", outcome: "missed" },
    });
    await clock.advance(hour);
    expect(client.getState().calls).toMatchObject([{ call: { id: "call-1" }, phase: "ended" }]);
    client.dismiss("call-1");
    expect(client.getState().calls).toEqual([]);
  });

  it("whose caller gave up stays; one that was declined or answered elsewhere goes", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    const ends = {
      "gave-up": ["CANCELLED", "cancelled", "cancelled"],
      declined: ["DECLINED", "declined", "declined"],
      elsewhere: ["IN_PROGRESS", null, "answered_elsewhere"],
    } as const;
    for (const id of Object.keys(ends)) server.put({ id });
    await clock.advance();
    for (const [id, [status, endReason, outcome]] of Object.entries(ends))
      server.put({ id, status, endReason, offer: { id: "offer-1", outcome } });
    await clock.advance(10_000);
    expect(client.getState().calls.map(({ call }) => call.id)).toEqual(["gave-up"]);
  });

  it("that broke off stays until it is dismissed", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    const offer = { id: "offer-1", outcome: "accepted" } as const;
    server.put({ id: "call-1", status: "IN_PROGRESS", offer });
    await clock.advance();
    server.put({
      id: "call-1",
      status: "COMPLETED",
      endReason: "connection_lost",
      duration: 43,
      offer,
    });
    await clock.advance(hour);
    expect(client.getState().calls).toHaveLength(1);
  });

  it("stays through wrap-up, and goes with it", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    server.put({ id: "call-1" });
    await clock.advance();
    await client.answer("call-1");
    await clock.advance();
    server.setWork({ wrapUpUntil: server.now() + 60_000 });
    await client.hangUp("call-1");
    await clock.advance(59_000);
    expect(client.getState()).toMatchObject({
      presence: { state: "wrap_up" },
      calls: [{ phase: "ended" }],
    });
    await clock.advance(3_000);
    expect(client.getState().calls).toEqual([]);
  });
});
