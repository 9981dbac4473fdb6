import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import * as v from "valibot";
import { type SupervisorMessage, WorkerMessage } from "./messages.ts";

/** The port to a process that records. */
export interface Worker {
  readonly pid: number | undefined;
  send(message: SupervisorMessage): void;
  /** Asks it to stop, or with SIGKILL ends it. */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (how: string) => void): void;
}

export interface SupervisorDeps {
  readonly clock: Clock;
  readonly log: Logger;
  startWorker(): Worker;
}

const firstRestartMs = 250;
const longestRestartMs = 10_000;
/** After this time without a crash, the pause before a restart is short again. */
const stableMs = 60_000;
/** Workers that have not stopped after this time are killed. */
const stopMs = 15_000;
const metricsTimeoutMs = 2_000;

type Metrics = Extract<WorkerMessage, { type: "metrics" }>["metrics"];

/**
 * Keeps one worker that takes calls. A worker that is worn out still finishes its calls beside the
 * next one. A worker that crashes is replaced.
 */
export function createSupervisor({ clock, log, startWorker }: SupervisorDeps) {
  const workers = new Set<Worker>();
  const replies = new Map<number, (metrics: Metrics) => void>();
  let isStopping = false;
  let restartMs = firstRestartMs;
  let nextId = 0;
  let noteStopped: () => void = () => undefined;
  let cancelRestart: () => void = () => undefined;

  function start(): void {
    const worker = startWorker();
    const startedAt = clock.now();
    let isWorn = false;
    workers.add(worker);
    worker.onMessage((raw) => {
      const message = v.safeParse(WorkerMessage, raw);
      if (!message.success) return;
      if (message.output.type === "metrics")
        return replies.get(message.output.id)?.(message.output.metrics);
      if (isWorn || isStopping) return;
      isWorn = true;
      log.info({ pid: worker.pid }, "a process has recorded enough calls; another one goes on");
      start();
    });
    worker.onExit((how) => {
      workers.delete(worker);
      if (workers.size === 0) noteStopped();
      if (isStopping || isWorn) return;
      if (clock.now() - startedAt > stableMs) restartMs = firstRestartMs;
      log.error({ pid: worker.pid, how, restartMs }, "a process that records has ended");
      cancelRestart = clock.after(restartMs, start);
      restartMs = Math.min(longestRestartMs, 2 * restartMs);
    });
  }

  function metricsOf(worker: Worker): Promise<Metrics | null> {
    const id = nextId++;
    return new Promise((resolve) => {
      const cancel = clock.after(metricsTimeoutMs, () => done(null));
      const done = (metrics: Metrics | null): void => {
        cancel();
        replies.delete(id);
        resolve(metrics);
      };
      replies.set(id, done);
      worker.send({ type: "metrics", id });
    });
  }

  return {
    start,

    /** Returns the metrics of all workers that answer. */
    async metrics(): Promise<Metrics[]> {
      const all = await Promise.all([...workers].map(metricsOf));
      return all.filter((metrics) => metrics !== null);
    },

    /** Stops all workers. What they record goes on in other recorders. */
    async stop(): Promise<void> {
      if (isStopping) return;
      isStopping = true;
      cancelRestart();
      if (workers.size === 0) return;
      const stopped = new Promise<void>((resolve) => (noteStopped = resolve));
      for (const worker of workers) worker.kill("SIGTERM");
      const cancelKill = clock.after(stopMs, () => {
        for (const worker of workers) worker.kill("SIGKILL");
      });
      await stopped;
      cancelKill();
    },
  };
}
