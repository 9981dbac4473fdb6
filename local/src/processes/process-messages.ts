import * as v from "valibot";

/** What a part tells its supervisor over the channel between them. */
export const PartMessage = v.variant("type", [
  v.object({ type: v.literal("ready"), pid: v.optional(v.number()) }),
  v.object({ type: v.literal("say"), line: v.string() }),
  v.object({ type: v.literal("failed"), reason: v.string() }),
]);
export type PartMessage = v.InferOutput<typeof PartMessage>;

function tell(message: PartMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) return resolve();
    process.send(message, () => resolve());
  });
}

/** What a part's entry point starts: how to stop it, and a promise for when it ended by itself. */
export interface RunningPart {
  /** Of the program that does the work, where that is another process. */
  readonly pid?: number;
  readonly exited?: Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/**
 * Body of a part's process: starts it, tells the supervisor, stops on SIGTERM, ends when what it
 * runs has ended.
 */
export async function runPart(
  start: (say: (line: string) => void) => Promise<RunningPart>,
): Promise<void> {
  let stopping = false;
  let part: RunningPart | undefined;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await part?.stop();
    process.exit(0);
  };
  // Ctrl-C reaches every process of the terminal; only the supervisor decides what stops when.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => void stop());
  try {
    part = await start((line) => void tell({ type: "say", line }));
    await tell({ type: "ready", ...(part.pid ? { pid: part.pid } : {}) });
  } catch (error) {
    await tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
  await part.exited;
  if (part.exited && !stopping) process.exit(1);
}
