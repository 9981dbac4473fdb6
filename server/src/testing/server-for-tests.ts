import type { Database, DatabaseOptions } from "@synapse-voice/prisma";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
  type TestPerson,
} from "@synapse-voice/prisma/testing";
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { pino } from "pino";
import { createFakeSupabaseAdmin } from "../identity/supabase-admin/fake-supabase-admin.ts";
import {
  type FakeClock,
  type FakeMediaServer,
  createFakeClock,
  createFakeMediaServer,
} from "@synapse-voice/platform/testing";
import { createApp, type App, type AppDeps } from "../compose/app.ts";
import { readConfig } from "../config.ts";
import { limitsTimes } from "../platform/rate-limits/limits.ts";
import { createProductionDeps } from "../compose/production-deps.ts";
import { createTenantGuard } from "./tenant-guard.ts";

const secret = "a-secret-for-tests-only-of-32-characters-or-more";
const issuer = "http://auth.test/auth/v1";

export const testSettings = {
  SUPABASE_URL: "http://auth.test",
  SUPABASE_SERVICE_ROLE_KEY: "service",
  SUPABASE_JWT_SECRET: secret,
  LIVEKIT_API_URL: "http://127.0.0.1:1",
  LIVEKIT_PUBLIC_URL: "ws://media.test",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: secret,
  INVITATION_SECRET: secret,
  CONSOLE_URL: "http://console.test",
  SIGNUP: "open",
};

/** A server on a real database. The test controls its clock and its media server. */
export interface TestServer {
  readonly url: string;
  readonly db: MigratedDatabase;
  /** The database as the server's stores use it. Statements that name no tenant fail. */
  readonly database: Database;
  readonly app: App;
  readonly clock: FakeClock;
  readonly media: FakeMediaServer;
  readonly deps: AppDeps;
  /** The statements that the server's stores have sent. */
  readonly statements: string[];
  /** Adds a person, who can then send requests. */
  person(
    details: Omit<TestPerson, "tenantId"> & { readonly tenantId?: string },
  ): Promise<TestClient>;
  /** Returns a function that sends the person's requests to this server. */
  as(person: TestClient): TestClient["ask"];
  readonly tenantId: string;
  close(): Promise<void>;
}

/** A person who sends requests to the server. */
export interface TestClient {
  readonly id: string;
  readonly token: string;
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestReply>;
}

export interface TestReply {
  readonly status: number;
  // Replies have many shapes.
  readonly body: ReturnType<typeof JSON.parse>;
  readonly headers: Headers;
}

export const tokenFor = (
  supabaseUserId: string,
  expiresAt: number,
  claims: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT({ role: "authenticated", ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(supabaseUserId)
    .setIssuer(issuer)
    .setAudience("authenticated")
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(new TextEncoder().encode(secret));

export async function ask(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<TestReply> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? null : JSON.parse(text),
    headers: response.headers,
  };
}

type DatabaseTimeouts = Pick<DatabaseOptions, "connectTimeoutMs" | "statementTimeoutMs">;

/**
 * Starts a server. With `beside`, it uses the database, clock and media server of another one. Its
 * rate limits are too high to be reached, unless `env` sets them. A query that names no tenant
 * fails. `overrides` replace dependencies; a function gets the usual ones.
 */
export async function startTestServer(
  beside?: Pick<TestServer, "db"> & Partial<TestServer>,
  overrides: Partial<AppDeps> | ((deps: AppDeps) => Partial<AppDeps>) = {},
  env: Readonly<Record<string, string>> = {},
  timeouts: DatabaseTimeouts = {},
): Promise<TestServer> {
  const db = beside?.db ?? (await startMigratedDatabase());
  const clock = beside?.clock ?? createFakeClock();
  const media = beside?.media ?? createFakeMediaServer(clock.now);
  const log = pino({ level: process.env.TEST_LOG ?? "silent" });
  const synced = { ...clock, synchronise: async () => undefined };
  const guard = createTenantGuard();
  const statements: string[] = [];
  const config = readConfig({ ...testSettings, DATABASE_URL: db.url, ...env });
  const production = createProductionDeps(
    env.RATE_LIMITS === undefined ? { ...config, RATE_LIMITS: limitsTimes(1000) } : config,
    log,
    synced,
    {
      ...timeouts,
      onStatement(sql) {
        statements.push(sql);
        guard.onStatement(sql);
      },
    },
  );
  const usual: AppDeps = {
    ...guard.allowAcrossTenants(production.deps),
    media,
    supabaseAdmin: createFakeSupabaseAdmin(),
  };
  const deps: AppDeps = {
    ...usual,
    ...(typeof overrides === "function" ? overrides(usual) : overrides),
  };
  const app = createApp(deps);
  const server: Server = app.http.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tenantId = beside?.tenantId ?? (await addTenant(db.database));
  return {
    url,
    db,
    database: production.database,
    app,
    clock,
    media,
    deps,
    statements,
    tenantId,
    async person(details) {
      const { supabaseUserId } = await addPerson(db.database, {
        tenantId,
        supabaseUserId: randomUUID(),
        ...details,
      });
      const token = await tokenFor(supabaseUserId, clock.now() + 48 * 3_600_000);
      return { id: supabaseUserId, token, ask: (...request) => ask(url, token, ...request) };
    },
    as:
      ({ token }) =>
      (...request) =>
        ask(url, token, ...request),
    async close() {
      await app.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await production.close();
      if (!beside) await db.close();
    },
  };
}
