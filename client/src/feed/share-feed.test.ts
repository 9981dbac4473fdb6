import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCallClient, type CallClient } from "../client.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeRealtime } from "../testing/fake-realtime.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import {
  installFakeProfile,
  removeFakeProfile,
  type FakeProfile,
} from "../testing/tabs/fake-profile.ts";
import { describeTabs } from "../testing/tabs/tab-cases.ts";
import { count, phases, startTestClient } from "../testing/test-client.ts";
import { createPollFeed } from "./poll-feed.ts";
import { createRealtimeFeed } from "./realtime-feed.ts";
import { shareFeed } from "./share-feed.ts";
import { withFallback } from "./with-fallback.ts";

let devices = 0;

describeTabs("the call client", ({ apiUrl, token }) => {
  const client = createCallClient({
    session: { apiUrl, deviceId: `device-${++devices}`, getToken: async () => token },
    feed: shareFeed(createPollFeed()),
    storage: null,
  });
  client.start();
  return {
    rings: () => client.getState().calls.some(({ phase }) => phase === "ringing-in"),
    close: client.close,
  };
});

describe("a shared feed", () => {
  let profile: FakeProfile;
  beforeEach(() => {
    profile = installFakeProfile();
  });
  afterEach(removeFakeProfile);

  /** Starts agents' clients in tabs of one profile, with Realtime and the long poll. */
  function startTabs(tabs: number) {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    const realtimes = Array.from({ length: tabs }, createFakeRealtime);
    const clients = realtimes.map((realtime, index): CallClient => {
      const client = createCallClient({
        session: {
          apiUrl: "http://api.test",
          supabaseUserId: "ada",
          deviceId: `device-${index}`,
          getToken: async () => "token",
        },
        feed: shareFeed(withFallback(createRealtimeFeed(realtime.source), createPollFeed())),
        fetch: server.fetch,
        clock,
        storage: null,
      });
      profile.openTab().run(client.start);
      return client;
    });
    return { clock, server, realtimes, clients };
  }

  it("joins one Realtime channel for all tabs, whose events reach all of them", async () => {
    const { clock, server, realtimes, clients } = startTabs(3);
    await clock.advance(3_000);
    expect(realtimes.map(({ made }) => made.length)).toEqual([1, 0, 0]);
    expect(clients.map((client) => client.getState().connection)).toEqual(
      Array.from({ length: 3 }, () => "online"),
    );
    realtimes[0]?.broadcastCall(server.put({ id: "call-1" }));
    await clock.advance();
    expect(clients.map((client) => client.getState().calls[0]?.phase)).toEqual(
      Array.from({ length: 3 }, () => "ringing-in"),
    );
  });

  it("tells all tabs that live updates are interrupted, and polls in one of them", async () => {
    const { clock, server, realtimes, clients } = startTabs(3);
    await clock.advance(3_000);
    for (const realtime of realtimes) realtime.joins = "silent";
    realtimes[0]?.break("TIMED_OUT");
    await clock.advance(5_000);
    expect(clients.map((client) => client.getState().connection)).toEqual(
      Array.from({ length: 3 }, () => "degraded"),
    );
    server.put({ id: "call-1" });
    await clock.advance();
    expect(clients.map((client) => client.getState().calls[0]?.phase)).toEqual(
      Array.from({ length: 3 }, () => "ringing-in"),
    );
  });

  it("merges no call away that an old message does not know", async () => {
    const { clock, server, clients } = startTabs(2);
    await clock.advance(3_000);
    const [, second] = clients;
    await second?.call({ supabaseUserId: "carl" });
    await clock.advance();
    const live = (): unknown => second?.getState().calls[0]?.phase;
    expect(live()).toBe("ringing-out");
    await clock.advance(60_000);
    expect(server.calls()).toHaveLength(1);
    expect(live()).toBe("ringing-out");
  });

  it("asks once for what it has missed, however many messages come before the reply", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    const [listens, follows] = [profile.openTab(), profile.openTab()];
    const held: (() => void)[] = [];
    let isSlow = false;
    let requests = 0;
    const start = (deviceId: string, fetch: typeof server.fetch): CallClient => {
      const getToken = async (): Promise<string> => "token";
      const session = { apiUrl: "http://api.test", supabaseUserId: "ada", deviceId, getToken };
      const feed = shareFeed(createPollFeed());
      return createCallClient({ session, feed, fetch, clock, storage: null });
    };
    listens.run(start("device-1", server.fetch).start);
    await clock.advance(3_000);
    const follower = start("device-2", async (...request) => {
      requests++;
      if (isSlow) await new Promise<void>((resolve) => held.push(resolve));
      return server.fetch(...request);
    });
    follows.run(follower.start);
    await clock.advance(3_000);

    isSlow = true;
    for (const id of ["call-1", "call-2", "call-3", "call-4"]) {
      server.put({ id });
      await clock.advance(1_000);
    }
    expect(held).toHaveLength(1);
    // The reply may be older than the last message. So it asks a second time, and no more.
    isSlow = false;
    const before = requests;
    held[0]?.();
    await clock.advance(1_000);
    expect(requests - before).toBeLessThanOrEqual(1);
    expect(follower.getState().calls).toHaveLength(4);
  });

  it("runs in each tab where an older server names no person", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    const withoutKey: typeof fetch = async (...request) => {
      const reply = await server.fetch(...request);
      const { listenKey: _, ...body } = (await reply.json()) as Record<string, unknown>;
      return Response.json(body, { status: reply.status });
    };
    const test = await startTestClient({
      clock,
      server,
      feed: shareFeed(createPollFeed()),
      fetch: withoutKey,
    });
    expect(test.client.getState().connection).toBe("online");
    server.put({ id: "call-1" });
    await clock.advance();
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("tries again until a first reply comes, and says meanwhile that it is offline", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    server.setDown(true);
    const test = await startTestClient({ clock, server, feed: shareFeed(createPollFeed()) });
    await clock.advance(5_000);
    expect(test.client.getState().connection).toBe("offline");
    server.setDown(false);
    test.client.wake();
    await clock.advance(5_000);
    expect(test.client.getState().connection).toBe("online");
    expect(count(test.paths(), "live")).toBeGreaterThan(1);
    await test.client.close();
  });
});
