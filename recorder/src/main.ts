import { createDatabaseClock } from "@synapse-voice/platform/clock";
import { createLog } from "@synapse-voice/platform/log";
import { serveMetrics } from "@synapse-voice/platform/metrics";
import { ConfigError } from "@synapse-voice/platform/settings";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AggregatorRegistry } from "prom-client";
import { readConfig, type Config } from "./config.ts";
import { createSupervisor, type Worker } from "./process/supervisor.ts";

/** `npm run recorder`: keeps a process running that records, and replaces it in time. */

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function startWorker(): Worker {
  const script = fileURLToPath(new URL("worker.ts", import.meta.url));
  const child = fork(script, { execArgv: [] });
  // A message to a process that has just ended.
  child.on("error", () => undefined);
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message)),
    kill: (signal) => void child.kill(signal),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) =>
      void child.once("exit", (code, signal) => listener(signal ?? `exit code ${code}`)),
  };
}

const config = configOrExit();
const log = createLog(config.LOG_LEVEL);
const clock = createDatabaseClock(async () => Date.now());
const supervisor = createSupervisor({ clock, log, startWorker });
supervisor.start();

const port = config.RECORDER_METRICS_PORT;
const metrics =
  port === undefined
    ? null
    : serveMetrics(
        {
          contentType: AggregatorRegistry.PROMETHEUS_CONTENT_TYPE,
          metrics: async () => AggregatorRegistry.aggregate(await supervisor.metrics()).metrics(),
        },
        port,
      );
metrics?.once("error", (error) => {
  log.fatal({ port, cause: error.message }, "RECORDER_METRICS_PORT: can't listen");
  void supervisor.stop().then(() => process.exit(1));
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    metrics?.close();
    void supervisor.stop().then(() => process.exit(0));
  });
}
