import { createPollFeed, type Feed, type KeyValueStorage } from "@synapse-voice/client";
import {
  createFakeClock,
  createFakeVoiceServer,
  type FakeClock,
  type FakeVoiceServer,
} from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import {
  connectionOf,
  openCallSession,
  type CallSession,
  type CallSessionDeps,
} from "./call-session.ts";

describe("the call session of an account", () => {
  let clock: FakeClock;
  let server: FakeVoiceServer;
  let stored: Map<string, string>;
  let storage: KeyValueStorage;
  /** True: the server gets requests, and never replies. */
  let isHanging: boolean;
  beforeEach(() => {
    isHanging = false;
    clock = createFakeClock();
    server = createFakeVoiceServer(clock);
    stored = new Map();
    storage = {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, text) => void stored.set(key, text),
      removeItem: (key) => void stored.delete(key),
    };
  });

  async function open(
    feed: Feed = createPollFeed(),
    change: Partial<Pick<CallSessionDeps, "getToken" | "fetch">> = {},
  ): Promise<CallSession> {
    const session = openCallSession({
      apiUrl: "http://api.test",
      account: { userId: "ada", email: "ada@acme.test" },
      deviceId: "desktop-1",
      getToken: async () => "token",
      feed,
      storage,
      clock,
      fetch: (...request) => (isHanging ? new Promise(() => {}) : server.fetch(...request)),
      ...change,
    });
    await clock.advance();
    return session;
  }
  const presences = () => server.seen.filter(({ path }) => path === "/api/voip/presence");

  test("has presence as this device, from its start on", async () => {
    const { client } = await open();
    expect(client.session).toMatchObject({ supabaseUserId: "ada", deviceId: "desktop-1" });
    expect(client.getState()).toMatchObject({
      connection: "online",
      presence: { state: "available", reachable: true },
    });
    await clock.advance(30_000);
    expect(presences().length).toBeGreaterThan(3);
    expect(presences().map(({ method }) => method)).not.toContain("DELETE");
  });

  test("keeps the chosen availability for the next start", async () => {
    const first = await open();
    expect(first.client.getState().wanted).toBe("available");
    first.client.setWanted("away");
    await first.close();
    const second = await open();
    expect(second.client.getState()).toMatchObject({
      wanted: "away",
      presence: { state: "away" },
    });
  });

  test.each([null, "", "asleep"])("is available where %j is stored", async (text) => {
    if (text !== null) stored.set("wanted", text);
    expect((await open()).client.getState().wanted).toBe("available");
  });

  test("rings by the long poll where no socket opens, as behind a proxy", async () => {
    const signedOut = async () => ({ data: { session: null } });
    const { feed } = connectionOf({
      auth: { getSession: signedOut, refreshSession: signedOut },
      channel: () => expect.unreachable("there is no socket"),
      removeChannel: async () => undefined,
      realtime: {
        connect: () => undefined,
        disconnect: async () => undefined,
        isConnected: () => false,
        isConnecting: () => false,
        setAuth: async () => undefined,
        sendBuffer: [],
      },
    });
    const { client } = await open(feed);
    await clock.advance(3_000);
    expect(client.getState().presence).toMatchObject({ reachable: true });
    server.put({ id: "call-1" });
    await clock.advance(1_000);
    expect(client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });

  test("rings within 2 s after an hour, in which each token lasted 5 minutes", async () => {
    let [tokens, issuedAt] = [1, clock.monotonic()];
    const isOver = (): boolean => clock.monotonic() - issuedAt >= 300_000;
    const { client } = await open(createPollFeed(), {
      getToken: async (options) => {
        if (options?.fresh || isOver()) [tokens, issuedAt] = [tokens + 1, clock.monotonic()];
        return `token-${tokens}`;
      },
      fetch: async (...request) => {
        const token = new Request(...request).headers.get("authorization");
        return isOver() || token !== `Bearer token-${tokens}`
          ? Response.json({ code: "unauthorized" }, { status: 401 })
          : server.fetch(...request);
      },
    });
    let lapses = 0;
    client.subscribe(() => {
      if (client.getState().presence?.reachable !== true) lapses += 1;
    });
    await clock.advance(3_600_000);
    expect(lapses).toBe(0);
    expect(tokens).toBeGreaterThanOrEqual(12);
    server.put({ id: "call-1" });
    await clock.advance(2_000);
    expect(client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });

  test("says that calls reach nobody while the network is away for 2 minutes, and rings after it", async () => {
    const { client } = await open();
    await clock.advance(5_000);
    isHanging = true;
    await clock.advance(30_000);
    expect(client.getState().presence).toMatchObject({ state: "offline", reachable: false });
    await clock.advance(90_000);
    isHanging = false;
    await clock.advance(20_000);
    expect(client.getState().presence).toMatchObject({ state: "available", reachable: true });
    server.put({ id: "call-1" });
    await clock.advance(2_000);
    expect(client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });

  test("signs the device off when it closes", async () => {
    const { close } = await open();
    await close();
    expect(presences().at(-1)?.method).toBe("DELETE");
    const count = server.seen.length;
    await clock.advance(60_000);
    expect(server.seen).toHaveLength(count);
  });

  test("gives the sign-off up after 1.5 s", async () => {
    const { close } = await open();
    isHanging = true;
    let isClosed = false;
    void close().then(() => (isClosed = true));
    await clock.advance(1_499);
    expect(isClosed).toBe(false);
    await clock.advance(1);
    expect(isClosed).toBe(true);
  });
});
