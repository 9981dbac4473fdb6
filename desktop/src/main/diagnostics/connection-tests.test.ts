import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { runAfter, type RunAfter } from "../session/time-limit.ts";
import { testConnections } from "./connection-tests.ts";

let server: Server;
let sockets: WebSocketServer;
let requests: string[];
let healthy: boolean;

beforeEach(async () => {
  requests = [];
  healthy = true;
  server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers["apikey"] ?? "no key"}`);
    response.writeHead(healthy ? 200 : 503).end("ok");
  });
  sockets = new WebSocketServer({ server });
  sockets.on("connection", (_socket, { url }) => requests.push(`socket ${url}`));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  sockets.close();
  server.close();
  server.closeAllConnections();
});

function run(port = (server.address() as AddressInfo).port, after: RunAfter = runAfter) {
  const origin = `http://127.0.0.1:${port}`;
  return testConnections(
    { apiUrl: `${origin}/`, supabaseUrl: origin, supabaseKey: "key-1" },
    { fetch, WebSocket, after, monotonic: () => performance.now() },
  );
}

test("server, sign-in and Realtime are tested as the app uses them", async () => {
  expect((await run()).map(({ name, ok, detail }) => [name, ok, detail])).toEqual([
    ["Server", true, "replied 200"],
    ["Sign-in (Supabase Auth)", true, "replied 200"],
    ["Live updates (Supabase Realtime)", true, "the socket opens"],
  ]);
  expect(requests.sort()).toEqual([
    "/auth/v1/health key-1",
    "/healthz no key",
    "socket /realtime/v1/websocket?apikey=key-1&vsn=1.0.0",
  ]);
});

test("each failure has its reason", async () => {
  healthy = false;
  expect((await run())[0]).toMatchObject({ ok: false, detail: "replied 503" });
  const results = await run(1);
  expect(results.map(({ ok }) => ok)).toEqual([false, false, false]);
  expect(results[2]?.detail).toBe("the socket does not open");
});

test("nothing takes longer than 5 s", async () => {
  server.removeAllListeners("request");
  server.removeAllListeners("upgrade");
  server.on("upgrade", () => undefined);
  const limits: number[] = [];
  const results = await run(undefined, (limitMs, task) => {
    limits.push(limitMs);
    return runAfter(20, task);
  });
  expect(limits).toEqual([5_000, 5_000, 5_000]);
  expect(results.map(({ detail }) => detail)).toEqual(Array(3).fill("no reply within 5 s"));
});
