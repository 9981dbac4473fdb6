import { describe, expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { count, type TestClient } from "../testing/test-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  const elsewhere = {
    id: "call-1",
    status: "IN_PROGRESS",
    offer: { id: "offer-1", outcome: "accepted" },
    mediaDeviceId: "another",
  } as const;

  /** Starts a client; with `withoutEvents` it gets no events, only replies. */
  async function onCallElsewhere({ withoutEvents = false } = {}): Promise<TestClient> {
    const test = await startTestClient(
      withoutEvents ? { presence: createPresence(), feed: () => () => {} } : {},
    );
    test.server.put(elsewhere);
    await test.clock.advance(10_000);
    return test;
  }
  const hereFlags = ({ client }: TestClient): boolean[] =>
    client.getState().calls.map(({ here }) => here);

  describe("a call on another device", () => {
    it("is here once the server says so, with the token that came along", async () => {
      const test = await onCallElsewhere({ withoutEvents: true });
      expect(hereFlags(test)).toEqual([false]);
      const access = new Promise((resolve) => {
        test.client.subscribe(
          () => hereFlags(test)[0] && resolve(test.client.mediaAccess("call-1")),
        );
      });
      await test.client.moveToDevice("call-1");
      expect(hereFlags(test)).toEqual([true]);
      expect(await access).toMatchObject({ token: "token-call-1" });
      expect(count(test.paths(), "media-token")).toBe(0);
    });

    it("is asked for once, however often it is pressed, and again where the reply is lost", async () => {
      const test = await onCallElsewhere();
      await Promise.all([test.client.moveToDevice("call-1"), test.client.moveToDevice("call-1")]);
      expect(count(test.paths(), "continue")).toBe(1);
      test.server.put(elsewhere);
      await test.clock.advance();
      test.server.loseReply("continue");
      const done = test.client.moveToDevice("call-1");
      await test.clock.advance(1_000);
      await done;
      expect([hereFlags(test), count(test.paths(), "continue")]).toEqual([[true], 3]);
    });

    it("that has ended says so", async () => {
      const test = await onCallElsewhere();
      test.server.refuse("continue", "call_ended");
      await test.client.moveToDevice("call-1");
      expect(hereFlags(test)).toEqual([false]);
      expect(test.client.getState().notice).toMatchObject({ code: "call_ended", callId: "call-1" });
    });

    it("stays on hold, and the one that is on here goes on", async () => {
      const test = await onCallElsewhere();
      test.server.put({ ...elsewhere, held: true });
      test.server.put({
        ...elsewhere,
        id: "call-2",
        placedAt: "2026-01-01T09:00:01.000Z",
        mediaDeviceId: "device",
      });
      await test.clock.advance();
      await test.client.moveToDevice("call-1");
      expect(
        test.client.getState().calls.map(({ call, here, held }) => [call.id, here, held]),
      ).toEqual([
        ["call-2", true, false],
        ["call-1", true, true],
      ]);
    });

    it("which had it leaves this one alone: it goes as it came", async () => {
      const test = await onCallElsewhere();
      await test.client.moveToDevice("call-1");
      test.server.put(elsewhere);
      await test.clock.advance();
      expect(test.client.getState().calls).toMatchObject([{ here: false, phase: "on-call" }]);
      expect(test.client.getState().notice).toBeNull();
    });
  });

  it("a call that waits for an answer is renewed from the device that it goes on on", async () => {
    const test = await startTestClient();
    test.server.put({
      id: "call-1",
      caller: { supabaseUserId: "ada", type: "CRM_USER", name: "Ada", verified: true },
      offer: null,
      mediaDeviceId: "another",
    });
    await test.clock.advance(10_000);
    expect(count(test.paths(), "lease")).toBe(0);
    await test.client.moveToDevice("call-1");
    await test.clock.advance(6_500);
    expect(count(test.paths(), "lease")).toBe(3);
  });
});
