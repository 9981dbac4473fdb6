import {
  endBlockedCalls,
  endCallsOfRemovedPeople,
  endCallsToBusyCustomers,
  endDueCalls,
  endExpiredTurns,
  offerWaitingCalls,
} from "./call-jobs.ts";
import { createJobRunner, type Job } from "./job-runner.ts";
import { retentionJob } from "./retention.ts";
import { checkRooms, deleteRooms, endAbandonedLegs } from "./room-jobs.ts";
import type { SweeperDeps } from "./sweeper-deps.ts";

/**
 * Ends what has passed its deadline or lease. It runs every second on each server, so it needs
 * neither clients nor the other servers.
 */
export interface Sweeper {
  start(): void;
  /** Runs each job that is due, once. Never fails. */
  sweep(): Promise<void>;
  /** Starts no more jobs, and waits for those that run. */
  stop(): Promise<void>;
}

export function createSweeper(deps: SweeperDeps): Sweeper {
  const runners = jobGroups(deps).map((jobs) => createJobRunner(deps, jobs));
  return {
    start() {
      for (const runner of runners) runner.start();
    },
    async sweep() {
      for (const runner of runners) await runner.runDueJobs();
    },
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

/** Groups the jobs so that none is delayed by one that may take long. Each group gets a runner. */
function jobGroups(deps: SweeperDeps): readonly (readonly Job[])[] {
  const { jobs = [] } = deps;
  const everySecond = (name: string, run: (deps: SweeperDeps) => Promise<void>): Job => ({
    name,
    intervalMs: 0,
    run: () => run(deps),
  });
  return [
    [
      everySecond("due calls", endDueCalls),
      everySecond("expired turns", endExpiredTurns),
      everySecond("blocked calls", endBlockedCalls),
      everySecond("removed people", endCallsOfRemovedPeople),
      everySecond("busy customers", endCallsToBusyCustomers),
    ],
    // The queue of one tenant may take long.
    [everySecond("waiting calls", offerWaitingCalls)],
    // Each of a hundred rooms may take seconds while a node of the media server can't be reached.
    [everySecond("rejoin deadlines", endAbandonedLegs)],
    [everySecond("room checks", checkRooms)],
    [everySecond("room deletion", deleteRooms)],
    [retentionJob(deps), ...jobs.filter(({ isSlow }) => !isSlow)],
    ...jobs.filter(({ isSlow }) => isSlow).map((job) => [job]),
  ];
}
