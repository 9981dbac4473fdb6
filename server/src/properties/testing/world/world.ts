import { Client } from "pg";
import type { FakeClock, FakeMediaServer } from "@synapse-voice/platform/testing";
import type { AppDeps } from "../../../compose/app.ts";
import {
  ask,
  startTestServer,
  type TestReply,
  type TestServer,
} from "../../../testing/server-for-tests.ts";
import { createCrashControl, type CrashControl } from "./crashable-deps.ts";
import { deliverWebhook, type PendingWebhook } from "./webhooks.ts";

/** One of the two servers. */
export type Via = 0 | 1;

interface Running {
  readonly server: TestServer;
  readonly crashes: CrashControl;
  /** Since when it sweeps without a break. */
  steadySince: number;
  sweptAt: number;
}

/** A longer gap between two sweeps counts as an outage. */
const outageMs = 5_000;

/** Two servers on one database. The test controls time, the media server and crashes. */
export interface World {
  readonly clock: FakeClock;
  readonly media: FakeMediaServer;
  readonly database: Client;
  ask(
    via: Via,
    token: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestReply>;
  /** Returns true if the servers have an endpoint with this path. */
  hasEndpoint(path: string): boolean;
  sweep(via: Via): Promise<void>;
  /** Since when a server could receive renewals without a break. Earlier lapses don't count. */
  steadySince(via: Via): number;
  isDead(via: Via): boolean;
  crashAt(via: Via, step: number): void;
  /** Kills a server and starts another one in its place. */
  restart(via: Via): Promise<void>;
  /** Resolves when no server has any work pending. */
  idle(): Promise<void>;
  deliver(via: Via, webhook: PendingWebhook): Promise<TestReply>;
  /** Makes both servers and the media server run, and waits until they are idle. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** A machine that is busy with other things must not look like an outage of the database. */
const timeouts = { connectTimeoutMs: 120_000, statementTimeoutMs: 120_000 };

export async function createWorld(): Promise<World> {
  const host = await startTestServer(undefined, {}, {}, timeouts);
  const { clock, media } = host;
  const database = new Client({ connectionString: host.db.server.superuserUrl });
  await database.connect();
  // Nothing here has to survive the process, so no statement has to wait for the disk.
  await database.query(`ALTER DATABASE "${host.db.server.database}" SET synchronous_commit = off`);
  const running: [Running, Running] = [await startServer(host), await startServer(host)];
  const closing: Promise<void>[] = [];
  const idle = async (): Promise<void> => {
    for (const { crashes } of running) await crashes.idle();
  };
  const restart = async (via: Via): Promise<void> => {
    const { crashes, server } = running[via];
    crashes.crash();
    closing.push(server.close().catch(() => undefined));
    running[via] = await startServer(host);
  };
  const steadySince = (via: Via): number =>
    clock.now() - running[via].sweptAt > outageMs ? clock.now() : running[via].steadySince;

  return {
    clock,
    media,
    database,
    ask: (via, token, method, path, body, headers) =>
      ask(running[via].server.url, token, method, path, body, headers),
    hasEndpoint: (path) =>
      running[0].server.app.routes.some(({ endpoint }) => endpoint.path === path),
    async sweep(via) {
      const { server } = Object.assign(running[via], {
        steadySince: steadySince(via),
        sweptAt: clock.now(),
      });
      await server.app.sweeper.sweep();
    },
    steadySince,
    isDead: (via) => running[via].crashes.isDead,
    crashAt: (via, step) => running[via].crashes.crashAt(step),
    restart,
    idle,
    deliver: (via, webhook) => deliverWebhook(running[via].server.url, webhook),
    async heal() {
      for (const via of [0, 1] as const) if (running[via].crashes.isDead) await restart(via);
      for (const { crashes, server } of running) {
        crashes.cancelCrash();
        // Nobody reads these, and in a long run they would be gigabytes.
        server.statements.length = 0;
      }
      media.available = true;
      await idle();
    },
    async close() {
      await Promise.all(closing);
      for (const { server } of running) await server.close();
      await database.end();
      await host.close();
    },
  };
}

async function startServer(host: TestServer): Promise<Running> {
  const crashes = createCrashControl();
  const server = await startTestServer(
    host,
    (deps) => ({ ...crashes.wrap(deps), verifyToken: cacheTokens(deps.verifyToken) }),
    {},
    timeouts,
  );
  return { crashes, server, steadySince: host.clock.now(), sweptAt: host.clock.now() };
}

/** Verifies each token once. The sequences send many requests with few tokens. */
function cacheTokens(verify: AppDeps["verifyToken"]): AppDeps["verifyToken"] {
  const known = new Map<string, ReturnType<AppDeps["verifyToken"]>>();
  return (token) => {
    const verified = known.get(token) ?? verify(token);
    known.set(token, verified);
    return verified;
  };
}
