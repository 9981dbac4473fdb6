import { afterEach, describe, expect, it, vi } from "vitest";
import { createPresence } from "./presence/presence.ts";
import { createFakeClock } from "./testing/fake-clock.ts";
import { createFakeVoiceServer } from "./testing/fake-voice-server/fake-voice-server.ts";
import { count } from "./testing/test-client.ts";
import { testClients } from "./testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  describe("answering", () => {
    it("a double click is one answer, shown from the press on", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      void client.answer("call-1");
      void client.answer("call-1");
      expect(client.getState().calls).toMatchObject([{ phase: "answering" }]);
      await clock.advance();
      expect(count(paths(), "accept")).toBe(1);
      expect(client.getState().calls).toMatchObject([{ phase: "on-call", here: true }]);
    });

    it("learns who was faster", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      server.refuse("accept", "answered_elsewhere", { answeredBy: "Grace Agent" });
      void client.answer("call-1");
      await clock.advance();
      expect(client.getState().notice).toEqual({
        code: "answered_elsewhere",
        callId: "call-1",
        name: "Grace Agent",
      });
    });

    it("declines, and is silent from the press on", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      const done = client.decline("call-1");
      expect(client.getState().calls).toMatchObject([{ phase: "ended", left: true }]);
      await done;
      expect(client.getState().calls).toMatchObject([
        { phase: "ended", call: { status: "DECLINED" } },
      ]);
    });
  });

  describe("media access", () => {
    it("is the reply's token once, then a fresh one", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      await client.answer("call-1");
      expect(await client.mediaAccess("call-1")).toMatchObject({ token: "token-call-1" });
      expect(await client.mediaAccess("call-1")).toMatchObject({ token: "fresh-call-1" });
    });

    it("is a fresh one where the reply's is about to expire", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      await client.answer("call-1");
      await clock.advance(240_000);
      expect(await client.mediaAccess("call-1")).toMatchObject({ token: "fresh-call-1" });
    });
  });

  describe("a caller who waits", () => {
    it("says every 3 s that they are there, until the answer", async () => {
      const { client, server, clock, paths } = await startTestClient();
      await client.call();
      await clock.advance(9_000);
      expect(count(paths(), "lease")).toBe(4);
      server.put({ id: "call-1", status: "IN_PROGRESS" });
      await clock.advance(30_000);
      expect(count(paths(), "lease")).toBe(4);
      expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
    });

    it("leaves the lease of a call on another tab alone", async () => {
      const { server, clock, paths } = await startTestClient();
      server.put({
        id: "call-1",
        caller: { supabaseUserId: "ada", type: "CRM_USER", name: "Ada", verified: true },
        offer: null,
        mediaDeviceId: "other-tab",
      });
      await clock.advance(10_000);
      expect(count(paths(), "lease")).toBe(0);
    });

    it("hears of the answer by the lease's reply, though every event is lost", async () => {
      const { client, server, clock } = await startTestClient({ feed: () => () => {} });
      await client.call();
      await clock.advance();
      server.put({ id: "call-1", status: "IN_PROGRESS" });
      await clock.advance(3_000);
      expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
    });
  });

  describe("time", () => {
    it("is the server's, though this machine is five minutes off", async () => {
      const clock = createFakeClock();
      const server = createFakeVoiceServer(clock, { aheadMs: 300_000 });
      const { client } = await startTestClient({ clock, server });
      expect(client.now()).toBe(server.now());
      await clock.advance(90_000);
      expect(client.now()).toBe(server.now());
    });

    it("an ended call's card goes after 8 s, or when it is dismissed", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1", status: "MISSED", endReason: "ring_timeout" });
      server.put({ id: "call-2" });
      await clock.advance();
      server.put({ id: "call-2", status: "CANCELLED", endReason: "cancelled" });
      await clock.advance();
      expect(client.getState().calls).toHaveLength(2);
      client.dismiss("call-1");
      expect(client.getState().calls).toHaveLength(1);
      await clock.advance(8_000);
      expect(client.getState().calls).toEqual([]);
    });
  });

  describe("closing", () => {
    it("stops every timer and request", async () => {
      const { client, clock, paths } = await startTestClient();
      await client.call();
      await client.close();
      const before = paths().length;
      await clock.advance(120_000);
      expect(paths()).toHaveLength(before);
      expect(client.getState()).toMatchObject({ connection: "connecting", presence: null });
    });
  });

  it("a client that is started again while it still closes goes on", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    let signOff = (): void => {};
    const slow: typeof fetch = async (url, init) => {
      if (init?.method === "DELETE") await new Promise<void>((resolve) => (signOff = resolve));
      return server.fetch(url, init);
    };
    const { client } = await startTestClient({
      clock,
      server,
      fetch: slow,
      presence: createPresence(),
    });
    const closed = client.close();
    client.start();
    await clock.advance();
    signOff();
    await closed;
    await clock.advance();
    expect(client.getState()).toMatchObject({
      connection: "online",
      presence: { reachable: true },
    });
  });

  describe("in a browser", () => {
    afterEach(() => {
      vi.unstubAllGlobals();
    });

    it.each([
      ["back online", new Event("online"), true],
      ["unfrozen", new Event("resume"), true],
      [
        "shown again out of the history",
        Object.assign(new Event("pageshow"), { persisted: true }),
        true,
      ],
      [
        "shown for the first time",
        Object.assign(new Event("pageshow"), { persisted: false }),
        false,
      ],
    ])("%s", async (_, event, wakes) => {
      const page = new EventTarget();
      vi.stubGlobal("window", page);
      const { client, clock, paths } = await startTestClient();
      const before = paths().length;
      page.dispatchEvent(event);
      await clock.advance();
      // A woken client asks without waiting, then waits again.
      expect(paths().length - before).toBe(wakes ? 2 : 0);
      await client.close();
      page.dispatchEvent(event);
      expect(paths().length - before).toBe(wakes ? 2 : 0);
    });

    it("hears that it was unfrozen, which browsers tell the document alone", async () => {
      const page = new EventTarget();
      // The event does not bubble: a window gets it only on its way down to the document.
      const addEventListener = (name: string, listener: () => void, capture?: boolean): void => {
        if (name !== "resume" || capture) page.addEventListener(name, listener);
      };
      vi.stubGlobal("window", {
        addEventListener,
        removeEventListener: page.removeEventListener.bind(page),
      });
      const { client, clock, paths } = await startTestClient();
      const before = paths().length;
      page.dispatchEvent(new Event("resume"));
      await clock.advance();
      expect(paths().length - before).toBe(2);
      await client.close();
    });
  });
});
