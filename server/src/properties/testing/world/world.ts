import { createHash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { Client } from "pg";
import type { FakeClock, FakeMediaServer } from "@synapse-voice/platform/testing";
import type { AppDeps } from "../../../compose/app.ts";
import {
  ask,
  startTestServer,
  testSettings,
  type TestReply,
  type TestServer,
} from "../../../testing/server-for-tests.ts";
import { createLifeline, type Lifeline } from "./crashable-deps.ts";

/** Which of the two servers. */
export type Via = 0 | 1;

interface Running {
  readonly server: TestServer;
  readonly life: Lifeline;
  /** When it began to sweep without a break, and when it swept last. */
  steadySince: number;
  sweptAt: number;
}

/** What sweeps further apart leave between them is an outage, ms. */
const outage = 5_000;

/** What the media server has to tell, and has not told yet. */
export interface PendingWebhook {
  readonly id: string;
  readonly event: "participant_joined" | "participant_left" | "participant_connection_aborted";
  readonly roomName: string;
  readonly identity: string;
  readonly sid: string;
  readonly saidGoodbye: boolean;
}

/** Two servers of the product behind one database, with time, media and life in a test's hands. */
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
  offers(path: string): boolean;
  sweep(via: Via): Promise<void>;
  /**
   * Since when a server has been able to hear renewals without a break: leases that ran out before
   * say nothing.
   */
  steadySince(via: Via): number;
  isDead(via: Via): boolean;
  dieAt(via: Via, step: number): void;
  /** Kills a server where it stands and starts another in its place. */
  restart(via: Via): Promise<void>;
  /** Resolves when no server has anything under way. */
  idle(): Promise<void>;
  deliver(via: Via, webhook: PendingWebhook): Promise<TestReply>;
  /** Both servers and the media server live, and nothing is under way. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** All time is in the test's hands but this: a machine that is busy with other things is no outage. */
const patience = { connectTimeoutMs: 120_000, statementTimeoutMs: 120_000 };

const webhookPath = "/api/webhooks/livekit";

export async function createWorld(): Promise<World> {
  const host = await startTestServer(undefined, {}, {}, patience);
  const { clock, media } = host;
  const database = new Client({ connectionString: host.db.server.superuserUrl });
  await database.connect();
  // Nothing here outlives the process, so nothing need wait for the disk.
  await database.query(`ALTER DATABASE "${host.db.server.database}" SET synchronous_commit = off`);
  const start = async (): Promise<Running> => {
    const life = createLifeline();
    return {
      life,
      steadySince: clock.now(),
      sweptAt: clock.now(),
      server: await startTestServer(
        host,
        (parts) => ({ ...life.wrap(parts), verifyToken: rememberTokens(parts.verifyToken) }),
        {},
        patience,
      ),
    };
  };
  const running: [Running, Running] = [await start(), await start()];
  const ending: Promise<void>[] = [];
  const idle = async (): Promise<void> => {
    for (const { life } of running) await life.idle();
  };
  const restart = async (via: Via): Promise<void> => {
    const { life, server } = running[via];
    life.kill();
    ending.push(server.close().catch(() => undefined));
    running[via] = await start();
  };
  const steadySince = (via: Via): number =>
    clock.now() - running[via].sweptAt > outage ? clock.now() : running[via].steadySince;
  const sweep = async (via: Via): Promise<void> => {
    const { server } = Object.assign(running[via], {
      steadySince: steadySince(via),
      sweptAt: clock.now(),
    });
    await server.app.sweeper.sweep();
  };

  return {
    clock,
    media,
    database,
    ask: (via, token, method, path, body, headers) =>
      ask(running[via].server.url, token, method, path, body, headers),
    offers: (path) => running[0].server.app.routes.some(({ endpoint }) => endpoint.path === path),
    sweep,
    steadySince,
    isDead: (via) => running[via].life.dead,
    dieAt: (via, step) => running[via].life.dieAt(step),
    restart,
    idle,
    async deliver(via, webhook) {
      const body = JSON.stringify({
        event: webhook.event,
        id: webhook.id,
        createdAt: "1",
        numDropped: 0,
        room: { name: webhook.roomName, sid: "RM_1" },
        participant: {
          identity: webhook.identity,
          sid: webhook.sid,
          disconnectReason: webhook.saidGoodbye ? "CLIENT_INITIATED" : "CONNECTION_TIMEOUT",
        },
      });
      const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = testSettings;
      const signed = await new SignJWT({
        sha256: createHash("sha256").update(body).digest("base64"),
      })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(LIVEKIT_API_KEY)
        .setNotBefore("0s")
        .setExpirationTime("5m")
        .sign(new TextEncoder().encode(LIVEKIT_API_SECRET));
      const response = await fetch(`${running[via].server.url}${webhookPath}`, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/webhook+json", Authorization: signed },
      });
      return { status: response.status, body: await response.json(), headers: response.headers };
    },
    async heal() {
      for (const via of [0, 1] as const) if (running[via].life.dead) await restart(via);
      for (const { life, server } of running) {
        life.live();
        // Nobody looks at what was asked so long ago; in a long run it would be gigabytes.
        server.statements.length = 0;
      }
      media.available = true;
      await idle();
    },
    async close() {
      await Promise.all(ending);
      for (const { server } of running) await server.close();
      await database.end();
      await host.close();
    },
  };
}

/** A signature that was valid stays so; what is looked at here is what comes after it. */
function rememberTokens(verify: AppDeps["verifyToken"]): AppDeps["verifyToken"] {
  const known = new Map<string, ReturnType<AppDeps["verifyToken"]>>();
  return (token) => {
    const verified = known.get(token) ?? verify(token);
    known.set(token, verified);
    return verified;
  };
}

export const newWebhook = (details: Omit<PendingWebhook, "id">): PendingWebhook => ({
  id: `EV_${randomUUID()}`,
  ...details,
});
