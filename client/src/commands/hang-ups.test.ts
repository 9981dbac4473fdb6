import { describe, expect, it } from "vitest";
import type { Feed } from "../feed/feed.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { count, createFakeStorage, onCall } from "../testing/test-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  describe("hanging up", () => {
    it("ends the call here at once and on the server", async () => {
      const { client, server, clock } = await startTestClient();
      server.put({ id: "call-1", ...onCall });
      await clock.advance();
      const done = client.hangUp("call-1");
      expect(client.getState().calls).toMatchObject([{ phase: "ended" }]);
      await done;
      expect(client.getState().calls).toMatchObject([{ call: { status: "COMPLETED" } }]);
    });

    it("made while disconnected is sent first on reconnect", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.put({ id: "call-1", ...onCall });
      await clock.advance();
      server.setDown(true);
      void client.hangUp("call-1");
      await clock.advance(60_000);
      const before = paths().length;
      server.setDown(false);
      client.wake();
      await clock.advance(10_000);
      expect(paths().slice(before)[0]).toBe("hang-up");
      expect(count(paths(), "hang-up")).toBe(1);
      expect(server.put({ id: "call-1" })).toMatchObject({ status: "COMPLETED" });
    });

    it("made while disconnected outlives a reload", async () => {
      const clock = createFakeClock();
      const server = createFakeVoiceServer(clock);
      const storage = createFakeStorage();
      server.put({ id: "call-1", ...onCall });
      const first = await startTestClient({ clock, server, storage });
      server.setDown(true);
      void first.client.hangUp("call-1");
      await clock.advance(1_000);
      void first.client.close();
      server.setDown(false);
      const before = server.seen.length;
      const second = await startTestClient({ clock, server, storage });
      expect(server.seen[before]!.path).toBe("/api/voip/calls/call-1/hang-up");
      expect(second.client.getState().calls.every((view) => view.phase === "ended")).toBe(true);
      expect(storage.items.size).toBe(0);
    });

    it("of a call that the server has ended already is done with", async () => {
      const { client, server, clock, storage } = await startTestClient();
      server.put({ id: "call-1", ...onCall });
      await clock.advance();
      server.refuse("hang-up", "call_not_found");
      await client.hangUp("call-1");
      await clock.advance(30_000);
      expect(server.seen.filter(({ path }) => path.endsWith("hang-up"))).toHaveLength(1);
      expect(storage.getItem("synapse-voice.hang-ups.device")).toBeNull();
    });

    it("that is refused does not let the call live again before the server's word", async () => {
      const once: Feed = (port) => {
        void port.fetchLive();
        return () => {};
      };
      const clock = createFakeClock();
      const server = createFakeVoiceServer(clock);
      server.put({ id: "call-1", ...onCall });
      const { client } = await startTestClient({ clock, server, feed: once });
      server.put({ id: "call-1", status: "FAILED", endReason: "media_unavailable" });
      await clock.advance(1_000);
      const seen: string[] = [];
      client.subscribe(() => seen.push(client.getState().calls[0]!.phase));
      server.refuse("hang-up", "call_not_found");
      await client.hangUp("call-1");
      await clock.advance();
      expect(new Set(seen)).toEqual(new Set(["ended"]));
    });

    it.each([200, 403, 404])(
      "to which a captive portal or a proxy answers with a page (%i) is sent to the server later",
      async (status) => {
        const { client, server, clock } = await startTestClient();
        server.put({ id: "call-1", ...onCall });
        await clock.advance();
        const phases: (string | undefined)[] = [];
        server.setForeignPage(status);
        await client.hangUp("call-1");
        client.subscribe(() => phases.push(client.getState().calls[0]?.phase));
        await clock.advance(20_000);
        server.setForeignPage(null);
        await clock.advance(10_000);
        expect(server.calls()).toMatchObject([{ id: "call-1", status: "COMPLETED" }]);
        expect(phases).not.toContain("on-call");
      },
    );

    it("that fails while the client closes waits in storage for the next one", async () => {
      const { client, server, clock, storage, paths } = await startTestClient();
      server.put({ id: "call-1", ...onCall });
      await clock.advance();
      server.loseReply("hang-up");
      void client.hangUp("call-1");
      await client.close();
      await clock.advance(60_000);
      expect(count(paths(), "hang-up")).toBe(1);
      expect(clock.pending()).toBe(0);
      expect(storage.getItem("synapse-voice.hang-ups.device")).toBe('["call-1"]');
    });

    it("what lies in storage and is no list of calls is ignored", async () => {
      const storage = createFakeStorage();
      storage.setItem("synapse-voice.hang-ups.device", '{"call":1}');
      const { paths } = await startTestClient({ storage });
      expect(count(paths(), "hang-up")).toBe(0);
    });
  });

  describe("declining", () => {
    it("while disconnected is said first on reconnect, also by the page that was loaded meanwhile", async () => {
      const clock = createFakeClock();
      const around = { clock, server: createFakeVoiceServer(clock), storage: createFakeStorage() };
      const { server } = around;
      server.put({ id: "call-1" });
      const first = await startTestClient(around);
      server.setDown(true);
      void first.client.decline("call-1");
      expect(first.client.getState().calls).toMatchObject([{ phase: "ended" }]);
      await clock.advance(1_000);
      void first.client.close();
      server.setDown(false);
      const before = server.seen.length;
      const again = await startTestClient(around);
      await clock.advance();
      expect(
        server.seen
          .slice(before)
          .map(({ path }) => path.split("/").at(-1))
          .slice(0, 1),
      ).toEqual(["decline"]);
      expect(again.client.getState().calls.filter((view) => view.phase !== "ended")).toEqual([]);
    });

    it("that comes too late ends nothing: by then the call is on another device of the person", async () => {
      const { client, server, clock, paths } = await startTestClient();
      server.put({ id: "call-1" });
      await clock.advance();
      server.setDown(true);
      void client.decline("call-1");
      await clock.advance(1_000);
      server.put({
        id: "call-1",
        status: "IN_PROGRESS",
        offer: { id: "offer-1", outcome: "accepted" },
        mediaDeviceId: "phone",
      });
      server.setDown(false);
      server.refuse("decline", "call_ended");
      await clock.advance(30_000);
      expect(count(paths(), "hang-up")).toBe(0);
      expect(client.getState()).toMatchObject({
        notice: null,
        calls: [{ phase: "on-call", here: false }],
      });
    });
  });
});
