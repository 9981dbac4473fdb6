import { systemClock, type ClientClock } from "@synapse-voice/client";
import * as v from "valibot";
import type { Pipe } from "./serve-timers.ts";

const Due = v.object({ due: v.number() });

/** The page's end of the messages, which also learns when the worker could not start or broke. */
export interface WorkerPipe extends Pipe {
  onFailure(listener: () => void): void;
}

interface Waiting {
  readonly task: () => void;
  /** Monotonic ms. */
  readonly at: number;
}

/**
 * A clock whose turns come from a worker, on time even while the page is hidden. Should the worker
 * fail, the page's own timers go on.
 */
export function createWorkerClock(worker: WorkerPipe, own: ClientClock = systemClock): ClientClock {
  const waiting = new Map<number, Waiting>();
  let failed = false;
  let last = 0;
  const fire = (id: number): void => {
    const found = waiting.get(id);
    waiting.delete(id);
    found?.task();
  };
  const byOwn = (id: number, { at }: Waiting): void =>
    void own.after(Math.max(0, at - own.monotonic()), () => fire(id));
  worker.listen((said) => {
    const message = v.safeParse(Due, said);
    if (message.success) fire(message.output.due);
  });
  worker.onFailure(() => {
    failed = true;
    for (const [id, turn] of waiting) byOwn(id, turn);
  });
  return {
    ...own,
    after: (ms, task) => {
      const id = (last += 1);
      const turn = { task, at: own.monotonic() + ms };
      waiting.set(id, turn);
      if (failed) byOwn(id, turn);
      else worker.send({ after: ms, id });
      return () => {
        if (waiting.delete(id) && !failed) worker.send({ cancel: id });
      };
    },
  };
}
