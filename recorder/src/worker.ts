import { createLog } from "@synapse-voice/platform/log";
import * as v from "valibot";
import { runRecorder } from "./compose/run-recorder.ts";
import { readConfig } from "./config.ts";
import { SupervisorMessage, type WorkerMessage } from "./process/messages.ts";

/** The process that records. `main.ts` starts it, and replaces it. */
const config = readConfig(process.env);
const log = createLog(config.LOG_LEVEL);
let isStopping = false;

const send = (message: WorkerMessage): void => {
  if (process.connected) process.send?.(message);
};

const running = await runRecorder(config, log, () => {
  send({ type: "worn" });
  void running.drain().then(stop);
});

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  log.info("stopping");
  await running.stop();
  log.info("stopped");
  // The library of LiveKit keeps threads.
  process.exit(0);
}

// A fault in the library for one call must not end the recordings of all others.
process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was rejected"));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
// The supervisor was killed.
process.on("disconnect", () => void stop());
process.on("message", (raw) => {
  const message = v.safeParse(SupervisorMessage, raw);
  if (!message.success) return;
  const { id } = message.output;
  void running.registry
    .getMetricsAsJSON()
    .then((metrics) => send({ type: "metrics", id, metrics: metrics.map((one) => ({ ...one })) }));
});
