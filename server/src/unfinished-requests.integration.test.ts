import { once } from "node:events";
import { connect } from "node:net";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "@synapse-voice/local";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { startServerProcess, type ServerProcess } from "./testing/server-process.ts";
import { ask, testSettings, tokenFor } from "./testing/server-for-tests.ts";

/** Time of Node between two checks, and time that a busy machine may add. */
const toleranceMs = 4_000;

/**
 * Sends the beginning of a request, and then more each second. Returns the time until the server
 * closes the connection.
 */
async function timeUntilClosed(port: number, beginning: string, more = ""): Promise<number> {
  const began = performance.now();
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined).resume();
  socket.write(beginning);
  const dripping = setInterval(() => more && socket.write(more), 1_000);
  await once(socket, "close");
  clearInterval(dripping);
  return performance.now() - began;
}

const head = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
const body = (path: string) => `${head(path)}Content-Length: 1000\r\n\r\n{`;
const chunked = (path: string) => `${head(path)}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`;

/** Name, seconds until the server closes the connection, port, first bytes, and further bytes. */
const attacks = [
  ["nothing", 10, "api", "", ""],
  ["half a line", 10, "api", "GE", ""],
  ["half of the headers", 10, "api", head("/api/voip/start-call"), ""],
  ["a header for ever", 10, "api", `${head("/api/voip/start-call")}X-Slow: `, "x"],
  ["half of a body", 30, "api", body("/api/voip/start-call"), ""],
  ["a body for ever", 30, "api", body("/api/voip/start-call"), " "],
  ["chunks for ever", 30, "api", chunked("/api/voip/start-call"), "1\r\n \r\n"],
  ["half of a webhook", 30, "api", body("/api/webhooks/livekit"), ""],
  ["a body to an unknown path", 30, "api", body("/nowhere"), " "],
  ["half of the headers for metrics", 10, "metrics", head("/metrics"), ""],
] as const;

describe("connections whose client does not finish a request", () => {
  let db: MigratedDatabase;
  let server: ServerProcess;
  let url: string;
  /** The time until each connection is closed. They all begin together. */
  let times: ReadonlyMap<string, Promise<number>>;

  beforeAll(async () => {
    db = await startMigratedDatabase();
    const ports = { api: await freePort(), metrics: await freePort() };
    url = `http://127.0.0.1:${ports.api}`;
    server = startServerProcess({
      ...testSettings,
      SUPABASE_JWT_ISSUER: "http://auth.test/auth/v1",
      DATABASE_URL: db.url,
      PORT: String(ports.api),
      METRICS_PORT: String(ports.metrics),
    });
    await waitFor("the server to listen", () => server.output().includes("listening"), {
      timeoutMs: 20_000,
    });
    times = new Map(
      attacks.map(([what, , port, beginning, more]) => [
        what,
        timeUntilClosed(ports[port], beginning, more),
      ]),
    );
  });
  afterAll(async () => {
    server?.child.kill("SIGKILL");
    await server?.exited;
    await db?.close();
  });

  it("leave a long poll alone, and the next one on its connection", async () => {
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId: await addTenant(db.database),
      firstName: "Ada",
      role: "AGENT",
    });
    const token = await tokenFor(supabaseUserId, Date.now() + 300_000);
    for (const wait of [25, 8]) {
      const began = performance.now();
      const reply = await ask(url, token, "GET", `/api/voip/calls/live?wait=${wait}&since=0`);
      expect(reply.status).toBe(200);
      expect(performance.now() - began).toBeGreaterThan(wait * 1000 - 1_000);
    }
  });

  it.each(attacks)("that send %s are closed after %i s", async (what, seconds) => {
    const ms = await times.get(what);
    expect(ms).toBeGreaterThan(seconds * 1000 - 1_000);
    expect(ms).toBeLessThan(seconds * 1000 + toleranceMs);
  });
});
