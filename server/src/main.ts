import { checkRealtimeSetup, excessRights } from "@synapse-voice/prisma";
import { createServer, type Server } from "node:http";
import type { Logger } from "pino";
import { createApp, type App } from "./compose/app.ts";
import { ConfigError, readConfig, type Config } from "./config.ts";
import { createLog } from "@synapse-voice/platform/log";
import { messageOf } from "@synapse-voice/platform/errors";
import { serveMetrics } from "@synapse-voice/platform/metrics";
import { createProductionDeps, type ProductionDeps } from "./compose/production-deps.ts";

/** Requests in flight get so long to finish when the server is told to stop, ms. */
const drain = 4_000;

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
 * Says how the parts are that a call needs; what is missing now may come later, so the server
 * starts anyway.
 */
async function report({ parts, database }: ProductionDeps, log: Logger): Promise<void> {
  try {
    await parts.clock.synchronise();
    for (const { right, role } of await excessRights(database))
      log.warn(
        { right, role },
        "DATABASE_URL: the server's role may do more than it should; give it the role that the migrations make",
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
  try {
    await parts.media.check();
    log.info("LiveKit service initialized");
  } catch (error) {
    log.error(
      { cause: messageOf(error) },
      "LIVEKIT_API_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET: LiveKit can't be used yet",
    );
  }
}

/** A port in use is no reason to go on without it. */
function exitUnlessListening(server: Server, setting: string, port: number, log: Logger): Server {
  return server.once("error", (error) => {
    log.fatal({ port, cause: error.message }, `${setting}: can't listen`);
    process.exit(1);
  });
}

function listen(app: App, { PORT, HOST }: Config, log: Logger): Server {
  const server = exitUnlessListening(createServer(app.http), "PORT", PORT, log);
  server.listen(PORT, HOST, () => log.info({ port: PORT, host: HOST }, "listening"));
  // Longer than a long poll and than usual proxies keep idle connections.
  server.keepAliveTimeout = 65_000;
  return server;
}

/**
 * Takes no new connections, answers open polls, lets what is in flight finish, then lets go of
 * everything.
 */
async function stop(server: Server, app: App, parts: ProductionDeps, log: Logger): Promise<void> {
  log.info("stopping");
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const enough = setTimeout(() => server.closeAllConnections(), drain);
  await Promise.all([app.stop(), closed]);
  clearInterval(idle);
  clearTimeout(enough);
  await parts.close();
  log.info("stopped");
}

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);
const production = createProductionDeps(config, log);
await report(production, log);
const app = createApp(production.parts);
const server = listen(app, config, log);
const metrics =
  config.METRICS_PORT === undefined
    ? null
    : exitUnlessListening(
        serveMetrics(app.metrics.registry, config.METRICS_PORT),
        "METRICS_PORT",
        config.METRICS_PORT,
        log,
      );
app.sweeper.start();

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    metrics?.close();
    void stop(server, app, production, log).then(() => process.exit(0));
  });
}
