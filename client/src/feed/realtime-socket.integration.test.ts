import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
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
  /** False lets handshakes wait without a reply. */
  answers: boolean;
  /** Sockets that wait for the reply to their handshake. */
  readonly unanswered: ReadonlySet<Duplex>;
  stop(): Promise<void>;
}

async function startRealtime(port = 0, answers = true): Promise<Realtime> {
  const received: Message[] = [];
  const unanswered = new Set<Duplex>();
  const http: Server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    if (!realtime.answers) unanswered.add(socket);
    else
      sockets.handleUpgrade(request, socket, head, (opened) =>
        sockets.emit("connection", opened, request),
      );
  });
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
  const realtime: Realtime = {
    port: (http.address() as AddressInfo).port,
    received,
    answers,
    unanswered,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      for (const socket of unanswered) socket.destroy();
      sockets.close();
      http.close();
      await once(http, "close");
    },
  };
  return realtime;
}

let cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanUp.map((task) => task()));
  cleanUp = [];
});

/** Starts a client whose feed is the Realtime server of this port. */
function startClient(port: number, accessToken: () => Promise<string>) {
  const supabase = createClient(`http://127.0.0.1:${port}`, "key", {
    accessToken,
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
  cleanUp.push(
    () => client.close(),
    () => supabase.removeAllChannels(),
  );
  return { supabase, connection: (): string => client.getState().connection };
}

it("sends one join with the present token after the socket was down, and nothing else", async () => {
  let realtime = await startRealtime();
  cleanUp.push(() => realtime.stop());
  let token = "old";
  const { supabase, connection } = startClient(realtime.port, async () => token);
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

it("tries again where a handshake gets no reply for 10 s", async () => {
  let realtime = await startRealtime();
  cleanUp.push(() => realtime.stop());
  const { connection } = startClient(realtime.port, async () => "token");
  await expect.poll(connection, { timeout: 10_000 }).toBe("online");
  await realtime.stop();
  realtime = await startRealtime(realtime.port, false);
  await expect.poll(() => realtime.unanswered.size, { timeout: 10_000 }).toBe(1);
  realtime.answers = true;
  await expect.poll(connection, { timeout: 15_000 }).toBe("online");
});
