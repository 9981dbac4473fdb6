import { describe, expect, it, vi } from "vitest";
import { createCallClient } from "../client.ts";
import { createPollFeed } from "../feed/poll-feed.ts";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { count, startTestClient } from "../testing/test-client.ts";
import { createPresence } from "./presence.ts";

const bodies = (seen: readonly { path: string; method: string; body: unknown }[]): unknown[] =>
  seen
    .filter(({ path, method }) => path.endsWith("presence") && method === "PUT")
    .map(({ body }) => body);

describe("an agent's presence", () => {
  it("is renewed every 10 s, and shows what the server recorded", async () => {
    const { client, clock, server, paths } = await startTestClient({ presence: createPresence() });
    const first = count(paths(), "presence");
    await clock.advance(30_000);
    expect(count(paths(), "presence") - first).toBe(3);
    expect(client.getState().presence).toMatchObject({ state: "available", reachable: true });
    expect(client.getState().presence!.leaseUntil).toBe(server.now() + 25_000);
  });

  it("says at once when the agent goes away, and by what it hears of calls", async () => {
    const { client, clock, server } = await startTestClient({ presence: createPresence() });
    client.setWanted("away");
    await clock.advance();
    expect(bodies(server.seen).at(-1)).toEqual({ state: "away", feed: "poll" });
    expect(client.getState()).toMatchObject({ wanted: "away", presence: { state: "away" } });
  });

  it("is renewed at once when a call begins and when it ends, so that the state shown is true", async () => {
    const { client, clock, server, paths } = await startTestClient({ presence: createPresence() });
    server.put({ id: "call-1" });
    await clock.advance();
    const ringing = count(paths(), "presence");
    await client.answer("call-1");
    await clock.advance();
    expect(count(paths(), "presence")).toBe(ringing + 1);
    await client.hangUp("call-1");
    await clock.advance();
    expect(count(paths(), "presence")).toBe(ringing + 2);
  });

  it("brings the live calls with each reply, though the feed hears nothing", async () => {
    const { client, clock, server } = await startTestClient({
      presence: createPresence(),
      feed: () => () => {},
    });
    server.put({ id: "call-1" });
    await clock.advance(10_000);
    expect(client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });

  it("a lease that can't be renewed is lost: the state says offline and not reachable, until the server is back", async () => {
    const { client, clock, server } = await startTestClient({
      presence: createPresence(),
      feed: (port) => (port.report("online", "realtime"), () => {}),
    });
    await clock.advance(1_000);
    server.setDown(true);
    await clock.advance(26_000);
    expect(client.getState()).toMatchObject({
      connection: "offline",
      presence: { state: "offline", reachable: false },
    });
    server.setDown(false);
    await clock.advance(5_000);
    expect(client.getState()).toMatchObject({
      connection: "online",
      presence: { state: "available", reachable: true },
    });
  });

  it("is renewed at once after a sleep", async () => {
    const { client, clock, paths } = await startTestClient({ presence: createPresence() });
    const before = count(paths(), "presence");
    client.wake();
    await clock.advance();
    expect(count(paths(), "presence")).toBe(before + 1);
  });

  it("is signed off when the client closes", async () => {
    const { client, clock, server } = await startTestClient({ presence: createPresence() });
    await client.close();
    expect(server.seen.at(-1)).toMatchObject({ method: "DELETE", path: "/api/voip/presence" });
    const before = server.seen.length;
    await clock.advance(60_000);
    expect(server.seen).toHaveLength(before);
  });

  it("signs the device off when the page ends, even if the page returns no token any more", async () => {
    vi.stubGlobal("window", new EventTarget());
    const sent: [unknown, RequestInit | undefined][] = [];
    let isHung = false;
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    const client = createCallClient({
      session: {
        apiUrl: "http://api.test",
        supabaseUserId: "ada",
        deviceId: "device",
        getToken: async () => (isHung ? new Promise<never>(() => {}) : "token"),
      },
      feed: createPollFeed(),
      presence: createPresence(),
      fetch: (url, init) => {
        sent.push([url, init]);
        return server.fetch(url, init);
      },
      clock,
      storage: null,
    });
    client.start();
    await clock.advance(100);
    isHung = true;
    sent.length = 0;
    window.dispatchEvent(new Event("pagehide"));
    expect(sent.map(([url, init]) => [url, init?.method, init?.keepalive])).toEqual([
      ["http://api.test/api/voip/presence?page=left", "DELETE", true],
    ]);
    expect(sent[0]?.[1]?.headers).toMatchObject({ authorization: "Bearer token" });
    isHung = false;
    await client.close();
    vi.unstubAllGlobals();
  });
});
