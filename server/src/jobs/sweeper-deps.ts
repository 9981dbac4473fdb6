import type { Clock } from "@synapse-voice/platform/clock";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Logger } from "pino";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import type { CallsService } from "../calls/service/execute.ts";
import type { QueueTrigger } from "../calls/service/queue-trigger.ts";
import type { Uptime } from "../calls/service/uptime.ts";
import type { SweepStore } from "../calls/store/sweep-store.ts";
import type { Job } from "./job-runner.ts";

export interface SweeperDeps {
  readonly store: SweepStore;
  readonly calls: CallsService;
  readonly router: QueueTrigger;
  readonly media: MediaServer;
  readonly mediaCheck: MediaCheck;
  readonly uptime: Uptime;
  readonly clock: Clock;
  readonly log: Logger;
  /** Jobs of other parts of the server, such as unfinished sign-ups and failed webhooks. */
  readonly jobs?: readonly Job[];
}

/** Calls that one job works on at most, each time it runs. */
export const batchSize = 100;
