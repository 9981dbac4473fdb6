import { describe, expect, it } from "vitest";
import { createFakeRealtime } from "../testing/fake-realtime.ts";
import { aSnapshot } from "../testing/samples/samples.ts";
import { count, phases, startTestClient, type TestClient } from "../testing/test-client.ts";
import { createRealtimeFeed } from "./realtime-feed.ts";

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

  it("a channel that brings no event of a ring is joined again, and the second time given up", async () => {
    const { server, clock, client, realtime } = await startRealtime();
    server.put({ id: "call-1" });
    await clock.advance(15_500);
    expect(realtime.made).toHaveLength(2);
    expect(client.getState().connection).toBe("online");
    server.put({ id: "call-2" });
    await clock.advance(15_500);
    expect([realtime.made.length, client.getState().connection]).toEqual([2, "offline"]);
    await clock.advance(60_000);
    expect([realtime.made.length, client.getState().connection]).toEqual([3, "online"]);
  });

  it("an event that comes late, or was there before the join, is no silence", async () => {
    const { server, clock, realtime } = await startRealtime();
    server.put({ id: "call-1" });
    await clock.advance(13_000);
    realtime.broadcastCall(aSnapshot({ id: "call-1" }));
    await clock.advance(20_000);
    expect(realtime.made).toHaveLength(1);
    realtime.break("CLOSED");
    server.put({ id: "call-2" });
    await clock.advance(30_000);
    expect(realtime.made).toHaveLength(2);
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

  it("joins nothing while the socket is down, and once with a new token when it is back", async () => {
    const { realtime, client, clock } = await startRealtime();
    realtime.connected = false;
    realtime.break("CHANNEL_ERROR");
    await clock.advance(3_600_000);
    expect(client.getState().connection).toBe("offline");
    expect(realtime.current()).toBeNull();
    expect(realtime.made).toHaveLength(1);
    const before = realtime.auths;
    realtime.connected = true;
    await clock.advance(2_000);
    expect(client.getState().connection).toBe("online");
    expect(realtime.made).toHaveLength(2);
    expect(realtime.auths).toBe(before + 1);
  });

  it("gives up a handshake that gets no reply for 10 s, and no other one", async () => {
    const { realtime, clock } = await startRealtime();
    realtime.connected = false;
    realtime.break("CHANNEL_ERROR");
    await clock.advance(20_000);
    expect(realtime.disconnects).toBe(0);
    realtime.connecting = true;
    await clock.advance(10_000);
    expect(realtime.disconnects).toBe(0);
    await clock.advance(2_000);
    expect(realtime.disconnects).toBe(1);
  });

  it("drops its channel when the socket turns out to be lost just after an error", async () => {
    const { realtime, clock } = await startRealtime();
    realtime.break("CHANNEL_ERROR");
    realtime.connected = false;
    await clock.advance(600);
    expect(realtime.current()).toBeNull();
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
