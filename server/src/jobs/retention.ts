import type { Job } from "./job-runner.ts";
import type { SweeperDeps } from "./sweeper-deps.ts";

/** Events, webhook deliveries and recorded commands are deleted after this time. */
const retentionMs = 24 * 3_600_000;

export const retentionJob = ({ store, clock }: Pick<SweeperDeps, "store" | "clock">): Job => ({
  name: "retention",
  intervalMs: 60_000,
  run: () => store.deleteOlderThan(clock.now() - retentionMs),
});
