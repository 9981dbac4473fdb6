import { describe, expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server.ts";
import { aSnapshot } from "../testing/samples.ts";
import { createFakeRealtime } from "../testing/fake-realtime.ts";
import { createPollFeed } from "./poll-feed.ts";
import { createRealtimeFeed } from "./realtime-feed.ts";
import { count, startTestClient, type TestClient } from "../testing/test-client.ts";
import { withFallback } from "./with-fallback.ts";

const phases = ({ client }: TestClient): string[] =>
  client.getState().calls.map((view) => view.phase);

describe("the long poll", () => {
  it("hears of a call while its request waits", async () => {
    const test = await startTestClient();
    expect(test.client.getState().connection).toBe("online");
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("learns how a call ended that it held as live", async () => {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    test.server.put({ id: "call-1", status: "CANCELLED", endReason: "cancelled" });
    await test.clock.advance();
    expect(test.client.getState().calls).toMatchObject([
      { phase: "ended", call: { endReason: "cancelled" } },
    ]);
  });

  it("asks again at once after each reply, and without a busy loop where a proxy does not wait", async () => {
    const test = await startTestClient();
    await test.clock.advance(100_000);
    expect(count(test.paths(), "live")).toBe(6);
    const eager = createFakeClock();
    const server = createFakeVoiceServer(eager);
    const unwaiting: typeof fetch = (url, init) =>
      server.fetch(String(url).replace("wait=25", "wait=0"), init);
    const hasty = await startTestClient({ clock: eager, server, fetch: unwaiting });
    await eager.advance(10_000);
    expect(count(hasty.paths(), "live")).toBeLessThan(15);
  });

  it("one failure is a blip, two are offline, and success is online again with what happened meanwhile", async () => {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    test.server.setDown(true);
    await test.clock.advance(25_000);
    expect(test.client.getState().connection).toBe("online");
    await test.clock.advance(1_000);
    expect(test.client.getState()).toMatchObject({ connection: "offline" });
    expect(test.client.getState().offlineSince).toBeLessThanOrEqual(test.client.now());
    test.server.put({ id: "call-1", status: "MISSED", endReason: "ring_timeout" });
    test.server.setDown(false);
    await test.clock.advance(5_000);
    expect(test.client.getState()).toMatchObject({
      connection: "online",
      offlineSince: null,
      calls: [{ call: { status: "MISSED" } }],
    });
  });

  it("tries at once when it is woken", async () => {
    const test = await startTestClient();
    test.server.setDown(true);
    test.client.wake();
    await test.clock.advance(30_000);
    expect(test.client.getState().connection).toBe("offline");
    test.server.setDown(false);
    test.client.wake();
    await test.clock.advance();
    expect(test.client.getState().connection).toBe("online");
  });

  it("takes its person from the token where the session names none", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock, { me: "carl" });
    const token = `x.${btoa(JSON.stringify({ sub: "carl" }))}.x`;
    const session = { apiUrl: "http://api.test", deviceId: "device", getToken: async () => token };
    server.put({ id: "call-1", offer: null });
    const test = await startTestClient({ clock, server, session });
    expect(test.client.getState().calls).toMatchObject([{ role: "caller", phase: "ringing-out" }]);
  });
});

async function startRealtime(): Promise<
  TestClient & { realtime: ReturnType<typeof createFakeRealtime> }
> {
  const realtime = createFakeRealtime();
  const test = await startTestClient({ feed: createRealtimeFeed(realtime.source) });
  return { ...test, realtime };
}

describe("realtime", () => {
  it("joins the person's private channel with a fresh token, then fetches what is live", async () => {
    const { realtime, client, paths } = await startRealtime();
    expect(realtime.current()).toMatchObject({ topic: "call-events:ada", isPrivate: true });
    expect(realtime.auths).toBe(1);
    expect(paths()).toEqual(["live"]);
    expect(client.getState().connection).toBe("online");
  });

  it("hears of a call at once, and ignores what is no call event", async () => {
    const test = await startRealtime();
    test.realtime.broadcast({ type: "incoming_call", call: { id: 7 } });
    test.realtime.broadcast(null);
    test.realtime.broadcastCall(aSnapshot());
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("hears of a call also by an event of a kind that only newer servers know", async () => {
    const test = await startRealtime();
    test.realtime.broadcast({
      type: "call_transferred",
      callId: "call-1",
      version: 1,
      call: aSnapshot(),
    });
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("an event that is lost is made up for within 15 s", async () => {
    const test = await startRealtime();
    test.server.put({ id: "call-1" });
    await test.clock.advance(15_000);
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("a channel that the server closes is made anew, and the live calls are fetched again", async () => {
    const { realtime, client, clock, paths } = await startRealtime();
    realtime.break("CLOSED");
    expect(client.getState().connection).toBe("offline");
    await clock.advance(1_000);
    expect(realtime.made).toHaveLength(2);
    expect(count(paths(), "live")).toBe(2);
    expect(client.getState().connection).toBe("online");
  });

  it("leaves rejoining after an error to supabase-js, and makes a new channel if that takes too long", async () => {
    const { realtime, clock, client } = await startRealtime();
    realtime.break("CHANNEL_ERROR");
    await clock.advance(5_000);
    realtime.break("SUBSCRIBED");
    await clock.advance();
    expect(client.getState().connection).toBe("online");
    expect(realtime.made).toHaveLength(1);
    realtime.break("CHANNEL_ERROR");
    await clock.advance(16_000);
    expect(realtime.made).toHaveLength(2);
    expect(client.getState().connection).toBe("online");
  });

  it("after a sleep it joins again, as the old socket may be dead without knowing", async () => {
    const { realtime, client, clock, paths } = await startRealtime();
    client.wake();
    client.wake();
    await clock.advance();
    expect(realtime.made).toHaveLength(2);
    expect(count(paths(), "live")).toBe(2);
    realtime.joins = "silent";
    client.wake();
    await clock.advance(2_000);
    expect(client.getState().connection).toBe("offline");
  });

  it("is not online while its snapshot can't be had", async () => {
    const { realtime, server, client, clock } = await startRealtime();
    server.setDown(true);
    client.wake();
    await clock.advance(2_000);
    expect(realtime.current()).not.toBeNull();
    expect(client.getState().connection).toBe("offline");
    server.setDown(false);
    await clock.advance(10_000);
    expect(client.getState().connection).toBe("online");
  });

  it("leaves its channel when the client closes, and says nothing more", async () => {
    const { realtime, client, clock } = await startRealtime();
    await client.close();
    await clock.advance(60_000);
    expect(realtime.current()).toBeNull();
    expect(realtime.made).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});

async function startBoth(
  joins: "ok" | "error" | "silent" = "ok",
): Promise<TestClient & { realtime: ReturnType<typeof createFakeRealtime> }> {
  const realtime = createFakeRealtime();
  realtime.joins = joins;
  const test = await startTestClient({
    feed: withFallback(createRealtimeFeed(realtime.source), createPollFeed()),
  });
  return { ...test, realtime };
}

describe("realtime with the long poll behind it", () => {
  it("does not poll while realtime works", async () => {
    const { client, clock, paths } = await startBoth();
    await clock.advance(5_000);
    expect(client.getState().connection).toBe("online");
    expect(count(paths(), "live")).toBe(1);
  });

  it.each(["error", "silent"] as const)(
    "calls ring by long poll within 2 s where realtime never comes up (%s), and the state says degraded",
    async (joins) => {
      const test = await startBoth(joins);
      test.server.put({ id: "call-1" });
      await test.clock.advance(2_000);
      expect(phases(test)).toEqual(["ringing-in"]);
      expect(test.client.getState().connection).toBe("degraded");
    },
  );

  it("realtime lost: the poll takes over at once, and realtime back is online again, with no lost or doubled call", async () => {
    const test = await startBoth();
    const { realtime, server, clock, client } = test;
    realtime.joins = "error";
    realtime.break("CHANNEL_ERROR");
    expect(client.getState().connection).toBe("degraded");
    await clock.advance();
    server.put({ id: "call-1" });
    await clock.advance();
    expect(phases(test)).toEqual(["ringing-in"]);

    realtime.joins = "ok";
    await clock.advance(20_000);
    expect(client.getState().connection).toBe("online");
    realtime.broadcastCall(server.put({ id: "call-2" }));
    realtime.broadcastCall(aSnapshot({ id: "call-2", version: 1 }));
    await clock.advance();
    expect(phases(test)).toEqual(["ringing-in", "ringing-in"]);
    const polls = count(test.paths(), "live");
    await clock.advance(10_000);
    // At most the slow resync of the realtime feed.
    expect(count(test.paths(), "live") - polls).toBeLessThan(2);
  });

  it("is offline when neither works", async () => {
    const { realtime, server, client, clock } = await startBoth();
    server.setDown(true);
    realtime.joins = "silent";
    realtime.break("TIMED_OUT");
    await clock.advance(2_000);
    expect(client.getState().connection).toBe("offline");
    server.setDown(false);
    await clock.advance(5_000);
    expect(client.getState().connection).toBe("degraded");
  });

  it("with 30 % of events lost it ends at the server's truth", async () => {
    const test = await startBoth();
    const statuses = ["RINGING", "IN_PROGRESS", "COMPLETED"] as const;
    for (let number = 0; number < 30; number++) {
      for (const status of statuses.slice(0, 1 + (number % 3))) {
        const call = test.server.put({
          id: `call-${number % 7}-${number}`,
          status,
          ringsUntil: "2026-01-01T09:10:00.000Z",
          offer: { id: "offer", outcome: status === "RINGING" ? null : "accepted" },
        });
        if ((number * 7) % 10 >= 3) test.realtime.broadcastCall(call);
      }
      await test.clock.advance(300);
    }
    await test.clock.advance(30_000);
    const live = test.client
      .getState()
      .calls.filter((view) => view.phase !== "ended")
      .map((view) => view.call.id);
    expect(live).toHaveLength(20);
    expect(new Set(live).size).toBe(20);
  });
});
