import { EventEmitter } from "node:events";
import { createPollFeed, withFallback } from "@synapse-voice/client";
import { createRealtimeFeed, tokenOf, type RealtimeSource } from "@synapse-voice/client/realtime";
import { createFakeClock, createFakeVoiceServer } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSupabase } from "../../accounts/index.ts";
import { openCallSession, type CallSession } from "./call-session.ts";
import { recheckAfterSleep } from "./recheck-after-sleep.ts";

/** A socket that is always open, and joins each channel at once. Counts the channels. */
function createSocket(): RealtimeSource & { joins: number } {
  const source = {
    joins: 0,
    channel: (topic: string) => ({
      topic,
      on: () => undefined,
      subscribe: (listener: (status: string) => void) => {
        source.joins += 1;
        listener("SUBSCRIBED");
      },
    }),
    removeChannel: async () => undefined,
    realtime: {
      connect: () => undefined,
      disconnect: async () => undefined,
      isConnected: () => true,
      isConnecting: () => false,
      setAuth: async () => undefined,
      sendBuffer: [],
    },
  };
  return source;
}

/** Replies to sign-ins and renewals with a session that is valid for an hour from now. */
function sessionReply(): Response {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const expiresAt = Math.floor(Date.now() / 1000) + 3_600;
  return Response.json({
    access_token: `${part({ alg: "none" })}.${part({ sub: "ada", exp: expiresAt })}.c2ln`,
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: 3_600,
    expires_at: expiresAt,
    user: { id: "ada", email: "ada@acme.test" },
  });
}

let session: CallSession;
let stopTimers: () => Promise<void>;
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(async () => {
  vi.useRealTimers();
  await stopTimers();
  await session.close();
});

test("a resume renews the token, and reads presence and calls anew over a new channel, at once", async () => {
  const clock = createFakeClock();
  const server = createFakeVoiceServer(clock);
  const authPaths: string[] = [];
  const supabase = createSupabase(
    { supabaseUrl: "http://supabase.test", supabaseKey: "sb_publishable_test" },
    {
      fetch: async (input) => {
        const { pathname, search } = new URL(new Request(input).url);
        authPaths.push(`${pathname}${search}`);
        return sessionReply();
      },
    },
  );
  stopTimers = () => supabase.auth.stopAutoRefresh();
  await supabase.auth.signInWithPassword({ email: "ada@acme.test", password: "synapse-demo" });
  const socket = createSocket();
  session = openCallSession({
    apiUrl: "http://api.test",
    account: { userId: "ada", email: "ada@acme.test" },
    deviceId: "desktop-1",
    getToken: tokenOf(supabase),
    feed: withFallback(createRealtimeFeed(socket), createPollFeed()),
    storage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
    clock,
    fetch: server.fetch,
  });
  await clock.advance(5_000);
  expect(session.client.getState().connection).toBe("online");

  const power = new EventEmitter();
  recheckAfterSleep(power, { auth: supabase.auth, client: () => session.client });
  clock.sleep(7_200_000);
  vi.setSystemTime(Date.now() + 7_200_000);
  server.put({ id: "call-1" });
  authPaths.length = 0;
  const seenBefore = server.seen.length;
  const { joins } = socket;
  power.emit("resume");
  await vi.waitFor(async () => {
    // Flushes promises, and moves no timer.
    await clock.advance();
    expect(authPaths).toContain("/auth/v1/token?grant_type=refresh_token");
    expect(session.client.getState().calls).toMatchObject([{ phase: "ringing-in" }]);
  });
  expect(socket.joins).toBe(joins + 1);
  expect(server.seen.slice(seenBefore).map(({ method, path }) => `${method} ${path}`)).toEqual(
    expect.arrayContaining(["PUT /api/voip/presence", "GET /api/voip/calls/live"]),
  );
});
