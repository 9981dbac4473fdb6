import { describe, expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { count, onCall } from "../testing/test-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  describe("calling", () => {
    it("shows who is being called at once, and the call as soon as the server has it", async () => {
      const { client, clock } = await startTestClient();
      const calling = client.call({
        supabaseUserId: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        name: "Carl",
      });
      expect(client.getState().dialing).toEqual({
        calleeId: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        name: "Carl",
      });
      await clock.advance();
      await calling;
      expect(client.getState()).toMatchObject({
        dialing: null,
        notice: null,
        calls: [{ phase: "ringing-out", here: true }],
      });
    });

    it("shows a name without marks that hide or reorder text, also after a refusal", async () => {
      const { client, server, clock } = await startTestClient();
      server.refuse("start-call", "busy");
      void client.call({ supabaseUserId: "carl", name: "\u202ECa\u200Brl\u0007\n" });
      expect(client.getState().dialing).toEqual({ calleeId: "carl", name: "Carl" });
      await clock.advance();
      expect(client.getState().failedCommand).toMatchObject({ calleeId: "carl", name: "Carl" });
      void client.call({ name: "\u202E\u200B" });
      expect(client.getState().dialing).toEqual({ calleeId: null, name: null });
    });

    it("a double click makes one call", async () => {
      const { client, clock, paths } = await startTestClient();
      void client.call();
      void client.call();
      await clock.advance();
      expect(count(paths(), "start-call")).toBe(1);
      expect(client.getState().calls).toHaveLength(1);
    });

    it("a lost reply is asked for again under the same key, and makes no second call", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.loseReply("start-call");
      void client.call();
      await clock.advance(1_000);
      expect(count(paths(), "start-call")).toBe(2);
      expect(
        new Set(
          server.seen
            .filter(({ path }) => path.endsWith("start-call"))
            .map(({ headers }) => headers["idempotency-key"]),
        ).size,
      ).toBe(1);
      expect(client.getState().calls).toHaveLength(1);
    });

    it("without a network it gives up after three tries and says so", async () => {
      const { client, server, clock } = await startTestClient();
      server.setDown(true);
      void client.call();
      await clock.advance(2_500);
      expect(client.getState()).toMatchObject({
        dialing: null,
        calls: [],
        notice: { code: "network" },
      });
    });

    it("a refusal keeps the command and the name of the person, so that it can be sent again", async () => {
      const { client, server, clock } = await startTestClient();
      server.refuse("start-call", "busy", { answeredBy: "Carl Customer" });
      void client.call({ supabaseUserId: "carl", name: "Carl" });
      await clock.advance();
      expect(client.getState()).toMatchObject({
        notice: { code: "busy", name: "Carl Customer" },
        failedCommand: { type: "call", calleeId: "carl", name: "Carl" },
      });
    });

    it("a refusal names the call that stands in the way", async () => {
      const { client, server, clock } = await startTestClient();
      server.refuse("start-call", "incoming_from_callee", { callId: "call-9" });
      void client.call({ supabaseUserId: "carl" });
      await clock.advance();
      expect(client.getState().notice).toEqual({ code: "incoming_from_callee", callId: "call-9" });
      client.dismissNotice();
      expect(client.getState().notice).toBeNull();
    });

    it("a call taken back while dialling is hung up as soon as it has a name", async () => {
      const { client, server, clock, paths } = await startTestClient();
      void client.call();
      void client.hangUp();
      expect(client.getState().dialing).toBeNull();
      await clock.advance();
      expect(count(paths(), "hang-up")).toBe(1);
      expect(server.seen.at(-1)!.path).not.toContain("start-call");
      expect(client.getState().calls.every((view) => view.phase === "ended")).toBe(true);
    });

    it("a call taken back and made anew ends the first before it starts the second", async () => {
      const { client, clock, paths } = await startTestClient();
      void client.call();
      void client.hangUp();
      void client.call();
      await clock.advance();
      expect(count(paths(), "start-call")).toBe(2);
      expect(client.getState().calls.filter((view) => view.phase !== "ended")).toHaveLength(1);
    });
  });

  describe("calling on a bad network", () => {
    const dialled = {
      id: "call-1",
      caller: { supabaseUserId: "ada", type: "CRM_USER", name: "Ada", verified: true },
      offer: null,
      mediaDeviceId: "device",
    } as const;

    it("a call taken back never shows again, though the feed names it before the reply does", async () => {
      const clock = createFakeClock();
      const server = createFakeVoiceServer(clock);
      let reply = (): void => {};
      const slow: typeof fetch = async (url, init) => {
        const response = await server.fetch(url, init);
        if (String(url).endsWith("start-call"))
          await new Promise<void>((resolve) => (reply = resolve));
        return response;
      };
      const { client, paths } = await startTestClient({ clock, server, fetch: slow });
      void client.call();
      void client.hangUp();
      await clock.advance();
      expect(client.getState().calls).toMatchObject([{ phase: "ended" }]);
      reply();
      await clock.advance(10_000);
      expect(client.getState().calls).toEqual([]);
      expect(count(paths(), "lease")).toBe(0);
    });

    it("a call taken back that only the feed names, for its reply was lost, is hung up", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.setDown(true);
      void client.call();
      void client.hangUp();
      await clock.advance(5_000);
      server.setDown(false);
      server.put(dialled);
      await clock.advance(5_000);
      expect(client.getState().calls.filter((view) => view.phase !== "ended")).toEqual([]);
      expect(count(paths(), "hang-up")).toBe(1);
      expect(count(paths(), "lease")).toBe(0);
    });

    it("a call taken back is not asked for again, lest it begins only then", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.setDown(true);
      void client.call();
      await clock.advance();
      void client.hangUp();
      server.setDown(false);
      await clock.advance(10_000);
      expect(count(paths(), "start-call")).toBe(0);
      expect(client.getState().notice).toBeNull();
    });

    it("after hanging up a call whose reply never came, the next one is dialled", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.loseReply("start-call");
      void client.call();
      await clock.advance();
      await client.hangUp("call-1");
      void client.call({ name: "Carl" });
      expect(client.getState().dialing).toMatchObject({ name: "Carl" });
      await clock.advance(1_000);
      expect(count(paths(), "start-call")).toBe(2);
      expect(client.getState().calls).toMatchObject([
        { call: { id: "call-2" }, phase: "ringing-out" },
        { phase: "ended" },
      ]);
    });

    it("what is taken back is never the call that goes on", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.put({ ...dialled, status: "IN_PROGRESS" });
      await clock.advance();
      server.refuse("start-call", "on_another_call", { callId: "call-1" });
      void client.call();
      void client.hangUp();
      await clock.advance(5_000);
      expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
      expect(count(paths(), "hang-up")).toBe(0);
    });
  });

  describe("mute", () => {
    it("outlasts a second call that is tried meanwhile", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1", ...onCall });
      await clock.advance();
      client.setMuted(true);
      server.refuse("start-call", "on_another_call", { callId: "call-1" });
      await client.call();
      expect(client.getState().muted).toBe(true);
    });

    it("pressed while dialling holds on the call, and is forgotten where none comes of it", async () => {
      const { client, server, clock } = await startTestClient();
      server.refuse("start-call", "no_agent");
      const refused = client.call();
      client.setMuted(true);
      await refused;
      expect(client.getState().muted).toBe(false);
      const calling = client.call();
      client.setMuted(true);
      await calling;
      await clock.advance();
      expect(client.getState()).toMatchObject({ muted: true, calls: [{ phase: "ringing-out" }] });
    });
  });
});
