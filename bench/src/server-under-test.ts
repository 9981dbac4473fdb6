import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findLivekit, startLivekit } from "@synapse-voice/local/livekit";
import { freePort } from "@synapse-voice/local/testing/free-port";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { SignJWT } from "jose";

const secret = "a-secret-for-benchmarks-only-of-32-characters";
const issuer = "http://auth.test/auth/v1";

/** A signed-in user. */
export interface TestUser {
  readonly id: string;
  readonly token: string;
}

/** The server as production runs it: its own process, database and LiveKit. */
export interface ServerUnderTest {
  readonly url: string;
  readonly pid: number;
  readonly db: MigratedDatabase;
  /** Adds a user to the first tenant, unless another tenant is named. */
  addPerson(role: "AGENT" | null, tenantId?: string): Promise<TestUser>;
  addTenant(name: string): Promise<string>;
  /** Returns a metric's value from /metrics, or 0 if the metric is missing. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * `none`: rate limits that are never reached. `usual`: those of production. `no pace`: those of
 * production, without the pace of a tenant's starts.
 */
export type Limits = "none" | "usual" | "no pace";

const neverReached = [
  "requests_person",
  "requests_tenant",
  "start_call_pace",
  "start_call_person",
  "start_call_tenant",
  "ring_agent",
  "command_person",
]
  .map((name) => `${name}=9999999`)
  .join(",");
const rateLimits = {
  none: neverReached,
  usual: "",
  "no pace": "start_call_pace=9999999",
} as const satisfies Record<Limits, string>;

export async function startServer(limits: Limits): Promise<ServerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-bench-"));
  const db = await startMigratedDatabase();
  const [port, metricsPort, livekitPort, udpPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const livekit = await startLivekit(
    await findLivekit({ env: process.env, log: console.log }),
    folder,
    {
      port: livekitPort,
      udpPort,
      apiKey: "bench",
      apiSecret: secret,
      webhookUrl: `http://127.0.0.1:${port}/api/webhooks/livekit`,
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../server/src/main.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: db.url,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: "warn",
      CONSOLE_URL: "http://console.test",
      SUPABASE_URL: "http://auth.test",
      SUPABASE_JWT_ISSUER: issuer,
      SUPABASE_SERVICE_ROLE_KEY: "none",
      SUPABASE_JWT_SECRET: secret,
      INVITATION_SECRET: secret,
      LIVEKIT_API_URL: `http://127.0.0.1:${livekitPort}`,
      LIVEKIT_PUBLIC_URL: `ws://127.0.0.1:${livekitPort}`,
      LIVEKIT_API_KEY: "bench",
      LIVEKIT_API_SECRET: secret,
      RATE_LIMITS: rateLimits[limits],
    },
  });
  const firstTenant = await addTenant(db.database);
  await untilReady(`${url}/readyz`);
  return {
    url,
    pid: child.pid ?? 0,
    db,
    addTenant: (name) => addTenant(db.database, name),
    async addPerson(role, tenantId = firstTenant) {
      const { supabaseUserId: id } = await addPerson(db.database, {
        tenantId,
        firstName: "Bench",
        role,
      });
      const token = new SignJWT({ role: "authenticated" })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(id)
        .setIssuer(issuer)
        .setAudience("authenticated")
        .setExpirationTime("12h");
      return { id, token: await token.sign(new TextEncoder().encode(secret)) };
    },
    async metric(name) {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      return Number(text.match(new RegExp(`^${name} (\\S+)$`, "mu"))?.[1] ?? 0);
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await livekit.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => void setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not become ready`);
}

/**
 * Runs a measurement on a new server without rate limits, and then exits. The database would keep
 * the process alive.
 */
export async function withServer(
  measure: (server: ServerUnderTest) => Promise<void>,
): Promise<never> {
  const server = await startServer("none");
  try {
    await measure(server);
  } finally {
    await server.stop();
  }
  process.exit(0);
}

/** Sends a request as a device of a user. Rejects if the server refuses it. */
export async function request(
  url: string,
  { id, token }: TestUser,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      "synapse-device": `bench-${id}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
