import { describe, expect, it } from "vitest";
import { createRealtimeFeed } from "../../feed/realtime-feed.ts";
import { createPresence } from "../../presence/presence.ts";
import { backoff } from "../../session/backoff.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeRealtime } from "../../testing/fake-realtime.ts";
import { createFakeVoiceServer } from "../../testing/fake-voice-server/fake-voice-server.ts";
import { count, type TestClient, onCall } from "../../testing/test-client.ts";
import { testClients } from "../../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  /** Returns whether a request for the path came too early, and whether it came after this time. */
  async function requestedAfter(
    { clock, paths }: TestClient,
    path: string,
    seconds: number,
  ): Promise<readonly boolean[]> {
    const before = count(paths(), path);
    await clock.advance(seconds * 1000 - 1);
    const early = count(paths(), path) > before;
    await clock.advance(1);
    return [early, count(paths(), path) > before];
  }
  const onlyThen = [false, true];

  describe("where the server says that it was too often, and how long to wait", () => {
    it("the long poll waits that long, and hears then what happened meanwhile", async () => {
      const test = await startTestClient();
      test.server.refuse("live", "rate_limited", { retryAfter: 20 });
      test.client.wake();
      await test.clock.advance();
      test.server.put({ id: "call-1" });
      expect(await requestedAfter(test, "live", 20)).toEqual(onlyThen);
      expect(test.client.getState()).toMatchObject({
        connection: "online",
        calls: [{ phase: "ringing-in" }],
      });
    });

    it("presence waits that long", async () => {
      const test = await startTestClient({ presence: createPresence() });
      test.server.refuse("presence", "rate_limited", { retryAfter: 20 });
      test.client.wake();
      await test.clock.advance();
      expect(await requestedAfter(test, "presence", 20)).toEqual(onlyThen);
    });

    it("the caller's lease waits that long, and is renewed every 3 s again", async () => {
      const test = await startTestClient();
      void test.client.call();
      await test.clock.advance();
      test.server.refuse("lease", "rate_limited", { retryAfter: 7 });
      await test.clock.advance(3_000);
      expect(await requestedAfter(test, "lease", 7)).toEqual(onlyThen);
      expect(await requestedAfter(test, "lease", 3)).toEqual(onlyThen);
    });

    it("a hang-up waits that long, while the call is over here", async () => {
      const test = await startTestClient();
      test.server.put({ id: "call-1", ...onCall });
      await test.clock.advance();
      test.server.refuse("hang-up", "rate_limited", { retryAfter: 20 });
      await test.client.hangUp("call-1");
      expect(test.client.getState().calls).toMatchObject([{ phase: "ended" }]);
      expect(await requestedAfter(test, "hang-up", 20)).toEqual(onlyThen);
      expect(test.server.calls()).toMatchObject([{ status: "COMPLETED" }]);
    });

    it("Realtime fetches what it needs only then", async () => {
      const clock = createFakeClock();
      const server = createFakeVoiceServer(clock);
      const realtime = createFakeRealtime();
      server.refuse("live", "rate_limited", { retryAfter: 10 });
      const test = await startTestClient({
        clock,
        server,
        feed: createRealtimeFeed(realtime.source),
      });
      expect(test.client.getState().connection).not.toBe("online");
      expect(await requestedAfter(test, "live", 10)).toEqual(onlyThen);
      expect(test.client.getState().connection).toBe("online");
    });

    it("a command says so, and is not tried again by itself", async () => {
      const test = await startTestClient();
      test.server.refuse("start-call", "rate_limited", { retryAfter: 20 });
      void test.client.call();
      await test.clock.advance(60_000);
      expect(test.client.getState()).toMatchObject({
        dialing: null,
        calls: [],
        notice: { code: "rate_limited" },
      });
      expect(count(test.paths(), "start-call")).toBe(1);
    });

    it("no longer than a minute, however long it says, and never shorter than usual", () => {
      const clock = createFakeClock();
      const waits = (retryAfter: number) => backoff(clock, 9, { problem: { retryAfter } });
      expect(waits(3_600)).toBe(60_000);
      expect(waits(0)).toBe(backoff(clock, 9));
      expect(waits(-5)).toBe(backoff(clock, 9));
    });
  });
});
