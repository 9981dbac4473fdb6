import { callHistory, type CallSnapshot } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { testClients } from "../testing/remote/remote-test-client.ts";

/** Values that only a newer server knows. */
const parked = { status: "PARKED", endedAt: null } as unknown as Partial<CallSnapshot>;
const transferred = {
  status: "TRANSFERRED",
  endedAt: "2026-01-01T09:01:00.000Z",
} as unknown as Partial<CallSnapshot>;
const sentOn = { offer: { id: "offer-1", outcome: "sent_on" } } as unknown as Partial<CallSnapshot>;

describe.each(testClients)("%s", (_, startTestClient) => {
  async function onCall() {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    await test.client.answer("call-1");
    return test;
  }

  describe("beside a newer server", () => {
    it("a call that goes on in a status unknown here stays as it was, and other calls ring", async () => {
      const { client, server, clock } = await onCall();
      server.put({ id: "call-1", ...parked });
      server.put({ id: "call-2" });
      await clock.advance(60_000);
      server.put({ id: "call-3" });
      await clock.advance();
      expect(client.getState().connection).toBe("online");
      expect(
        Object.fromEntries(client.getState().calls.map(({ call, phase }) => [call.id, phase])),
      ).toMatchObject({ "call-1": "on-call", "call-3": "ringing-in" });
      server.put({ id: "call-1", status: "IN_PROGRESS", held: true });
      await clock.advance();
      expect(client.getState().calls.find(({ call }) => call.id === "call-1")).toMatchObject({
        phase: "on-call",
        held: true,
      });
    });

    it("a call whose status is unknown here from the first shows once it is known", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1", ...parked });
      await clock.advance();
      expect(client.getState().calls).toEqual([]);
      server.put({ id: "call-1", status: "RINGING" });
      await clock.advance();
      expect(client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
    });

    it("a call that ended in a status unknown here is over", async () => {
      const { client, server, clock } = await onCall();
      server.put({ id: "call-1", ...transferred });
      await clock.advance();
      expect(client.getState().calls).toMatchObject([{ phase: "ended" }]);
    });

    it("an offer with an outcome unknown here is over", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      server.put({ id: "call-1", ...sentOn });
      await clock.advance();
      expect(client.getState().calls).toMatchObject([{ phase: "ended" }]);
    });

    it("the history still shows", async () => {
      const at = "2026-01-01T09:00:00.000Z";
      const entry = {
        id: "1",
        fromUserId: "carl",
        toUserId: "ada",
        fromUserType: "PORTAL_CUSTOMER",
        toUserType: "CRM_USER",
        fromName: "Carl",
        toName: "Ada",
        roomName: "r",
        placedAt: at,
        startedAt: at,
        endedAt: at,
        duration: 4,
        endReason: null,
      };
      const { client } = await startTestClient({
        fetch: async () => Response.json([{ ...entry, status: "TRANSFERRED" }]),
      });
      await expect(client.request(callHistory)).resolves.toMatchObject([{ id: "1", duration: 4 }]);
    });
  });
});
