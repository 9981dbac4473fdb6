import { errorCodes } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { createPollFeed } from "../feed/poll-feed.ts";
import { createRealtimeFeed } from "../feed/realtime-feed.ts";
import { withFallback } from "../feed/with-fallback.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { createFakeRealtime, type FakeRealtime } from "../testing/fake-realtime.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "../testing/fake-voice-server/fake-voice-server.ts";
import { count, startTestClient, type TestClient } from "../testing/test-client.ts";
import { createPresence } from "./presence.ts";

const hour = 3_600_000;

interface Standby extends TestClient {
  readonly clock: FakeClock;
  readonly server: FakeVoiceServer;
  readonly realtime: FakeRealtime;
  /** Returns the number of times that the token was refreshed. */
  refreshes(): number;
  /** Kills the sockets: requests that were sent before never get a reply. */
  killSockets(): void;
}

/**
 * Starts an agent's client whose tokens are valid for an hour. The page refreshes a token that has
 * expired by its own clock, which stops during sleep.
 */
async function standby({ realtimeWorks = true } = {}): Promise<Standby> {
  const clock = createFakeClock();
  const server = createFakeVoiceServer(clock);
  const realtime = createFakeRealtime();
  if (!realtimeWorks) realtime.joins = "error";
  let refreshes = 0;
  let generation = 0;
  let token = { expiresAt: server.now() + hour, refreshAt: clock.monotonic() + hour };
  const getToken = async (options?: { fresh: boolean }): Promise<string> => {
    if (options?.fresh || clock.monotonic() >= token.refreshAt) {
      refreshes += 1;
      token = { expiresAt: server.now() + hour, refreshAt: clock.monotonic() + hour };
    }
    return String(token.expiresAt);
  };
  const checked: typeof fetch = async (url, init) => {
    const sentIn = generation;
    const { authorization = "" } = { ...(init?.headers as Record<string, string>) };
    if (Number(authorization.replace("Bearer ", "")) <= server.now()) {
      const { status, title } = errorCodes.token_expired;
      return new Response(JSON.stringify({ title, status, code: "token_expired" }), { status });
    }
    const response = await server.fetch(url, init);
    if (sentIn !== generation)
      await new Promise((_, reject) =>
        init?.signal?.addEventListener("abort", () =>
          reject(new DOMException("aborted", "AbortError")),
        ),
      );
    return response;
  };
  const session = {
    apiUrl: "http://api.test",
    supabaseUserId: "ada",
    deviceId: "device",
    getToken,
  };
  const feed = withFallback(createRealtimeFeed(realtime.source), createPollFeed());
  const test = await startTestClient({
    clock,
    server,
    session,
    feed,
    presence: createPresence(),
    fetch: checked,
  });
  return {
    ...test,
    realtime,
    refreshes: () => refreshes,
    killSockets: () => void (generation += 1),
  };
}

const ringing = ({ client }: TestClient): string[] =>
  client.getState().calls.flatMap(({ call, phase }) => (phase === "ringing-in" ? [call.id] : []));

describe("after a sleep that nobody told of", () => {
  it.each([
    ["stood still", false],
    ["went on", true],
  ])(
    "(the monotonic clock %s) all is fresh within 10 s: token, feed, snapshot, presence",
    async (_, monotonicToo) => {
      const test = await standby();
      const { client, clock, server, realtime, paths } = test;
      await clock.advance(3_000);
      const before = {
        live: count(paths(), "live"),
        presence: count(paths(), "presence"),
        channels: realtime.made.length,
      };
      test.killSockets();
      clock.sleep(2 * hour, { monotonicToo });
      server.put({ id: "call-7" });
      await clock.advance(10_000);
      expect(test.refreshes()).toBeGreaterThan(0);
      expect(realtime.made.length).toBeGreaterThan(before.channels);
      expect(count(paths(), "live")).toBeGreaterThan(before.live);
      expect(count(paths(), "presence")).toBeGreaterThan(before.presence);
      expect(client.getState()).toMatchObject({
        connection: "online",
        presence: { state: "available", reachable: true },
      });
      expect(client.now()).toBe(server.now());
      expect(ringing(test)).toEqual(["call-7"]);
    },
  );

  it("an offer from before, which the socket still held, does not ring, not for a moment", async () => {
    const test = await standby();
    const stale = test.server.put({ id: "call-1" });
    let rang = false;
    test.client.subscribe(() => void (rang ||= ringing(test).length > 0));
    test.clock.sleep(31_000);
    test.realtime.broadcastCall(stale);
    test.server.put({
      id: "call-1",
      status: "MISSED",
      endReason: "ring_timeout",
      offer: { id: "offer-1", outcome: "missed" },
    });
    await test.clock.advance(10_000);
    expect(rang).toBe(false);
  });

  it("a call that rang when the lid was closed rings no more when it is opened", async () => {
    const test = await standby();
    test.realtime.broadcastCall(test.server.put({ id: "call-1" }));
    expect(ringing(test)).toEqual(["call-1"]);
    test.server.setDown(true);
    test.clock.sleep(60_000);
    await test.clock.advance(5_000);
    expect(ringing(test)).toEqual([]);
  });

  it("a request that was under way when it began holds nothing up", async () => {
    const test = await standby();
    const renewal = test.server.delayReply("presence");
    test.client.setWanted("away");
    await test.clock.advance();
    test.clock.sleep(hour);
    await test.clock.advance(6_000);
    expect(test.client.getState().presence).toMatchObject({ state: "away", reachable: true });
    renewal();
  });
});

describe("two hours of standby", () => {
  it.each([
    ["realtime, whose channel the server closes when its token is over,", true],
    ["the long poll", false],
  ])("by %s end with a call that rings at once, with no restart", async (_, realtimeWorks) => {
    const test = await standby({ realtimeWorks });
    const { clock, client, server, realtime } = test;
    for (let passed = 0; passed < 2; passed += 1) {
      await clock.advance(hour);
      if (realtimeWorks) realtime.break("CLOSED");
      await clock.advance(10_000);
    }
    expect(test.refreshes()).toBeGreaterThanOrEqual(2);
    expect(client.getState()).toMatchObject({
      connection: realtimeWorks ? "online" : "degraded",
      presence: { reachable: true },
    });
    const call = server.put({ id: "call-1" });
    if (realtimeWorks) realtime.broadcastCall(call);
    await clock.advance();
    expect(ringing(test)).toEqual(["call-1"]);
  });

  it("a session that is over says so, and comes back by itself once the page has a token again", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    let signedIn = true;
    const getToken = (): Promise<string> =>
      signedIn ? Promise.resolve("token") : Promise.reject(new Error("signed out"));
    const session = {
      apiUrl: "http://api.test",
      supabaseUserId: "ada",
      deviceId: "device",
      getToken,
    };
    const { client } = await startTestClient({
      clock,
      server,
      session,
      presence: createPresence(),
    });
    signedIn = false;
    await clock.advance(40_000);
    expect(client.getState()).toMatchObject({
      connection: "offline",
      presence: { reachable: false },
    });
    await client.call();
    expect(client.getState().notice).toEqual({ code: "token_missing" });
    signedIn = true;
    await clock.advance(10_000);
    expect(client.getState()).toMatchObject({
      connection: "online",
      presence: { reachable: true },
    });
  });
});

describe("signing off", () => {
  it("comes after a renewal that is under way, so that no late renewal undoes it", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    const renewal = server.delayReply("presence");
    client.setWanted("away");
    await clock.advance();
    const closed = client.close();
    await clock.advance(500);
    expect(server.seen.at(-1)).toMatchObject({ method: "PUT" });
    renewal();
    await closed;
    expect(server.seen.at(-1)).toMatchObject({ method: "DELETE" });
  });

  it("waits no longer than 2 s for a renewal without a reply", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    server.delayReply("presence");
    client.setWanted("away");
    await clock.advance();
    void client.close();
    await clock.advance(2_000);
    expect(server.seen.at(-1)).toMatchObject({ method: "DELETE" });
  });

  it("comes before the first renewal of the client that is started again", async () => {
    const { client, server, clock } = await startTestClient({ presence: createPresence() });
    const before = server.seen.length;
    void client.close();
    client.start();
    await clock.advance();
    // The second renewal reports that the feed works, which was not known at the first.
    expect(
      server.seen
        .slice(before)
        .filter(({ path }) => path.endsWith("presence"))
        .map(({ method }) => method),
    ).toEqual(["DELETE", "PUT", "PUT"]);
  });
});
