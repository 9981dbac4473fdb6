import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";

/** Work that a server repeats by itself. */
export interface Job {
  readonly name: string;
  /** The job runs at most once in this time. */
  readonly intervalMs: number;
  /** True for a job that may take long. It gets a runner of its own, so it delays no other job. */
  readonly isSlow?: boolean;
  run(): Promise<void>;
}

/** Runs jobs one after another, again and again. */
export interface JobRunner {
  start(): void;
  /** Runs each job that is due, once. Never fails: a failed job runs again when it is due next. */
  runDueJobs(): Promise<void>;
  /** Starts no more jobs, and waits for the one that runs. */
  stop(): Promise<void>;
}

/** Pause between two rounds over the jobs. */
const roundIntervalMs = 1_000;

export function createJobRunner(
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  jobs: readonly Job[],
): JobRunner {
  const lastRunAt = new Map<string, number>();
  let stopped = false;
  let cancelNextRound: () => void = () => undefined;
  let currentRound: Promise<void> = Promise.resolve();

  function isDue({ name, intervalMs }: Job): boolean {
    const elapsedMs = clock.now() - (lastRunAt.get(name) ?? -Infinity);
    // A negative time means that the clock was set back.
    return elapsedMs < 0 || elapsedMs >= intervalMs;
  }
  async function runDueJobs(): Promise<void> {
    for (const job of jobs) {
      if (stopped) return;
      if (!isDue(job)) continue;
      lastRunAt.set(job.name, clock.now());
      try {
        await job.run();
      } catch (error) {
        logFailure(log, job, error);
        if (isOnlyDatabaseDown(error)) return;
      }
    }
  }
  function startRound(): void {
    currentRound = runDueJobs().finally(() => {
      if (!stopped) cancelNextRound = clock.after(roundIntervalMs, startRound);
    });
  }
  return {
    start: startRound,
    runDueJobs,
    async stop() {
      stopped = true;
      cancelNextRound();
      await currentRound;
    },
  };
}

/** Returns true if the other jobs of this round would fail, too. */
const isOnlyDatabaseDown = (error: unknown): boolean =>
  !(error instanceof MediaUnavailable) && isDatabaseDown(error);

function logFailure(log: Logger, { name }: Job, error: unknown): void {
  const isOutage = error instanceof MediaUnavailable || isDatabaseDown(error);
  log.warn(
    { job: name, ...(isOutage ? { cause: error.message } : { err: error }) },
    "a job failed, it will run again",
  );
}
