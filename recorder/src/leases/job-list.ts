import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import type { Recording } from "../recordings/recording.ts";
import type { Job } from "./job.ts";

/** A recording whose work failed here is left to others for this time. */
const cooldownMs = 30_000;

export interface JobListDeps {
  readonly clock: Clock;
  readonly log: Logger;
  startJob(recording: Recording, readAt: number): Job;
}

/** The recordings that a recorder works on. */
export function createJobList({ clock, log, startJob }: JobListDeps) {
  const jobs = new Map<string, Job>();
  const cooldowns = new Map<string, number>();
  const waiters: (() => void)[] = [];

  function remove(callId: string): void {
    jobs.delete(callId);
    if (jobs.size === 0) for (const resolve of waiters.splice(0)) resolve();
  }

  return {
    all: (): Job[] => [...jobs.values()],
    size: () => jobs.size,

    start(recording: Recording, readAt: number): void {
      const { callId } = recording;
      const job = startJob(recording, readAt);
      jobs.set(callId, job);
      job.done.then(
        () => remove(callId),
        async (error: unknown) => {
          log.error({ callId, err: error }, "can't work on a recording; another recorder may");
          cooldowns.set(callId, clock.now() + cooldownMs);
          await job.release();
          remove(callId);
        },
      );
    },

    /** Returns the recordings that must not be taken now: those at work, and those that failed. */
    excluded(): ReadonlySet<string> {
      for (const [callId, until] of cooldowns) if (until <= clock.now()) cooldowns.delete(callId);
      return new Set([...jobs.keys(), ...cooldowns.keys()]);
    },

    whenEmpty: (): Promise<void> =>
      jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve)),
  };
}
