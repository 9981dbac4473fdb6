import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import { afterEach, expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { createCallClient } from "../client.ts";
import { systemClock } from "../session/clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { createRealtimeFeed } from "./realtime-feed.ts";

// The unmodified supabase-js on a plain WebSocket server that counts messages.

interface Message {
  readonly topic: string;
  readonly event: string;
  readonly token: unknown;
}

/** A server that confirms every join. */
interface Realtime {
  readonly port: number;
  readonly received: Message[];
  stop(): Promise<void>;
}

async function startRealtime(port = 0): Promise<Realtime> {
  const received: Message[] = [];
  const http: Server = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket: WebSocket) =>
    socket.on("message", (data) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse(String(data)) as [
        string,
        string,
        string,
        string,
        { access_token?: string },
      ];
      if (event !== "heartbeat") received.push({ topic, event, token: payload.access_token });
      const reply = { status: "ok", response: {} };
      socket.send(JSON.stringify([joinRef, ref, topic, "phx_reply", reply]));
    }),
  );
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  return {
    port: (http.address() as AddressInfo).port,
    received,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
      await once(http, "close");
    },
  };
}

let cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanUp.map((task) => task()));
  cleanUp = [];
});

it("sends one join with the present token after the socket was down, and nothing else", async () => {
  let realtime = await startRealtime();
  let token = "old";
  const supabase = createClient(`http://127.0.0.1:${realtime.port}`, "key", {
    accessToken: async () => token,
    realtime: { reconnectAfterMs: () => 500 },
  });
  const server = createFakeVoiceServer(systemClock);
  const client = createCallClient({
    session: {
      apiUrl: "http://api.test",
      deviceId: "device",
      getToken: async () => "token",
      supabaseUserId: "ada",
    },
    feed: createRealtimeFeed(supabase),
    fetch: server.fetch,
    storage: null,
  });
  client.start();
  cleanUp = [() => client.close(), () => supabase.removeAllChannels(), () => realtime.stop()];
  const connection = (): string => client.getState().connection;
  await expect.poll(connection, { timeout: 10_000 }).toBe("online");

  await realtime.stop();
  await expect.poll(connection, { timeout: 10_000 }).toBe("offline");
  token = "new";
  // Longer than the time after which the feed gives up a join (15 s).
  await new Promise((resolve) => setTimeout(resolve, 18_000));
  expect(supabase.realtime.sendBuffer).toEqual([]);

  realtime = await startRealtime(realtime.port);
  await expect.poll(connection, { timeout: 15_000 }).toBe("online");
  expect(realtime.received.map(({ event, token: sent }) => [event, sent])).toEqual([
    ["phx_join", "new"],
  ]);
});
