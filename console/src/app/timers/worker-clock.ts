import { systemClock, type ClientClock } from "@synapse-voice/client";
import * as v from "valibot";
import type { MessageChannelEnd } from "./serve-timers.ts";

/** The worker's message that a timer has fired. */
const TimerFired = v.object({ due: v.number() });

/** The page's end of the channel. It also reports a worker that could not start or broke. */
export interface WorkerChannel extends MessageChannelEnd {
  onFailure(listener: () => void): void;
}

interface PendingTask {
  readonly task: () => void;
  /** Monotonic time in ms. */
  readonly dueAt: number;
}

/**
 * Makes a clock whose timers run in a worker, so that they are on time even while the page is
 * hidden. If the worker fails, the timers of `fallback` take over.
 */
export function createWorkerClock(
  worker: WorkerChannel,
  fallback: ClientClock = systemClock,
): ClientClock {
  const pending = new Map<number, PendingTask>();
  let failed = false;
  let lastId = 0;
  const fire = (id: number): void => {
    const found = pending.get(id);
    pending.delete(id);
    found?.task();
  };
  const runOnFallback = (id: number, { dueAt }: PendingTask): void =>
    void fallback.after(Math.max(0, dueAt - fallback.monotonic()), () => fire(id));
  worker.listen((message) => {
    const fired = v.safeParse(TimerFired, message);
    if (fired.success) fire(fired.output.due);
  });
  worker.onFailure(() => {
    failed = true;
    for (const [id, task] of pending) runOnFallback(id, task);
  });
  return {
    ...fallback,
    after: (ms, task) => {
      const id = (lastId += 1);
      const pendingTask = { task, dueAt: fallback.monotonic() + ms };
      pending.set(id, pendingTask);
      if (failed) runOnFallback(id, pendingTask);
      else worker.send({ after: ms, id });
      return () => {
        if (pending.delete(id) && !failed) worker.send({ cancel: id });
      };
    },
  };
}
