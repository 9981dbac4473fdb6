import * as v from "valibot";

/** A message from a process of the stack to its supervisor, over Node's IPC channel. */
export const ProcessMessage = v.variant("type", [
  v.object({ type: v.literal("ready"), pid: v.optional(v.number()) }),
  v.object({ type: v.literal("log"), line: v.string() }),
  v.object({ type: v.literal("failed"), reason: v.string() }),
]);
export type ProcessMessage = v.InferOutput<typeof ProcessMessage>;

function send(message: ProcessMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) return resolve();
    process.send(message, () => resolve());
  });
}

/** A service that an entry point has started. */
export interface RunningService {
  /** Id of the program that does the work, where that is another process. */
  readonly pid?: number;
  /** Resolves when the service has ended by itself. */
  readonly exited?: Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/**
 * Runs a service as a process of the stack: starts it, reports to the supervisor, stops it on
 * SIGTERM, and exits when the service has ended.
 */
export async function runStackProcess(
  start: (log: (line: string) => void) => Promise<RunningService>,
): Promise<void> {
  let stopping = false;
  // Handled from here on, so that a signal during the start can't leave the program running.
  // Ctrl-C reaches every process of the terminal. Only the supervisor decides what stops when.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => void stop());
  const starting = (async () => start((line) => void send({ type: "log", line })))();
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // A service that still starts may have started its program already.
    await starting.then(
      (service) => service.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  let service: RunningService;
  try {
    service = await starting;
    await send({ type: "ready", ...(service.pid ? { pid: service.pid } : {}) });
  } catch (error) {
    await send({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
  await service.exited;
  if (service.exited && !stopping) process.exit(1);
}
