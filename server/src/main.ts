import { messageOf } from "@synapse-voice/platform/errors";
import { createHttpServer } from "@synapse-voice/platform/http-server";
import { createLog } from "@synapse-voice/platform/log";
import { serveMetrics } from "@synapse-voice/platform/metrics";
import { checkRealtimeSetup, excessRights } from "@synapse-voice/prisma";
import type { Server } from "node:http";
import type { Logger } from "pino";
import { createApp, type App } from "./compose/app.ts";
import { logMediaState } from "./compose/log-media-state.ts";
import { createProductionDeps, type ProductionDeps } from "./compose/production-deps.ts";
import { ConfigError, readConfig, type Config } from "./config.ts";

/** Requests that are being handled when the server stops may take this long to finish. */
const drainTimeoutMs = 4_000;

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * Logs the state of the database. The server starts in any case, because it may become available
 * later.
 */
async function logDatabase({ deps, database }: ProductionDeps, log: Logger): Promise<void> {
  try {
    await deps.clock.synchronise();
    for (const { right, role } of await excessRights(database))
      log.warn(
        { right, role },
        "DATABASE_URL: the server's role has more rights than it needs; use the role that the migrations create",
      );
    const missing = await checkRealtimeSetup(database);
    for (const { what, fix } of missing)
      log.error({ what, fix }, "Supabase Realtime is not set up: SQL is missing");
    log.info(
      missing.length === 0
        ? "VoIP service initialized with Supabase Realtime"
        : "VoIP service initialized without Supabase Realtime: clients use the long poll",
    );
  } catch (error) {
    log.error({ cause: messageOf(error) }, "DATABASE_URL: the database can't be reached yet");
  }
}

/** Logs the problems of the Supabase project. The server does not wait for it, and starts anyway. */
async function logSupabase({ checkSupabase }: ProductionDeps, log: Logger): Promise<void> {
  for (const { problem, fix } of await checkSupabase()) log.warn({ fix }, problem);
}

/** Logs if the addresses of accounts prove nothing. Doesn't wait, since Auth may be slow. */
async function logUnseenConfirmation({ deps }: ProductionDeps, log: Logger): Promise<void> {
  const isUnseen = await deps.supabaseAdmin.confirmsUnseen().catch(() => false);
  if (!isUnseen) return;
  log.warn(
    "SUPABASE_URL: the project lets anybody sign up, and confirms addresses without a mail: " +
      "turn on the confirmation of addresses, or turn sign-ups of the project off",
  );
}

/** Exits if the port can't be used. */
function exitUnlessListening(server: Server, setting: string, port: number, log: Logger): Server {
  return server.once("error", (error) => {
    log.fatal({ port, cause: error.message }, `${setting}: can't listen`);
    process.exit(1);
  });
}

function listen(app: App, { PORT, HOST }: Config, log: Logger): Server {
  const server = exitUnlessListening(createHttpServer(app.http), "PORT", PORT, log);
  server.listen(PORT, HOST, () => log.info({ port: PORT, host: HOST }, "listening"));
  // Longer than a long poll, and longer than common proxies keep idle connections.
  server.keepAliveTimeout = 65_000;
  return server;
}

function listenForMetrics(app: App, port: number | undefined, log: Logger): Server | null {
  if (port === undefined) return null;
  return exitUnlessListening(serveMetrics(app.metrics.registry, port), "METRICS_PORT", port, log);
}

/**
 * Accepts no new connections, answers open polls, waits for requests that are being handled, and
 * then closes all connections.
 */
async function stop(
  server: Server,
  app: App,
  production: ProductionDeps,
  log: Logger,
): Promise<void> {
  log.info("stopping");
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const closingIdle = setInterval(() => server.closeIdleConnections(), 50);
  const drainTimeout = setTimeout(() => server.closeAllConnections(), drainTimeoutMs);
  await Promise.all([app.stop(), closed]);
  clearInterval(closingIdle);
  clearTimeout(drainTimeout);
  await production.close();
  log.info("stopped");
}

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);
const production = createProductionDeps(config, log);
// Nothing waits for LiveKit, which may be slow.
void logMediaState(production.deps.media, log);
await logDatabase(production, log);
const app = createApp(production.deps);
const server = listen(app, config, log);
void logUnseenConfirmation(production, log);
const metrics = listenForMetrics(app, config.METRICS_PORT, log);
app.sweeper.start();
void logSupabase(production, log);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    metrics?.close();
    void stop(server, app, production, log).then(() => process.exit(0));
  });
}
