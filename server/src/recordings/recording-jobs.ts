import { isDatabaseDown } from "@synapse-voice/platform/database";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import type { CallsService } from "../calls/service/execute.ts";
import type { RecordingSweepStore } from "./store/recording-sweep-store.ts";

/** Calls that one run works on at most. */
const batchSize = 100;

export interface AnnounceDeps {
  readonly sweepStore: Pick<RecordingSweepStore, "unannounced">;
  readonly calls: Pick<CallsService, "executeUnlessLocked">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Recorders that run find a call much sooner. */
const unrecordedMs = 60_000;

/**
 * Returns the job that marks recordings as failed that no recorder has taken, because none ran. The
 * room of such a call is gone, so that nothing can be recorded any longer.
 */
export const createFailUnrecorded =
  ({
    sweepStore,
    clock,
    log,
  }: Pick<AnnounceDeps, "clock" | "log"> & {
    readonly sweepStore: Pick<RecordingSweepStore, "failUnrecorded">;
  }): (() => Promise<void>) =>
  async () => {
    const now = clock.now();
    for (const address of await sweepStore.failUnrecorded(now - unrecordedMs, now))
      log.error(address, "no recorder was there for a call that should be recorded");
  };

/**
 * Returns the job that tells the parties of live calls what the recorder wrote, warns of long
 * pauses, and ends those that the terms end. A call that fails delays no other.
 */
export const createAnnounceRecordings =
  ({ sweepStore, calls, clock, log }: AnnounceDeps): (() => Promise<void>) =>
  async () => {
    for (const address of await sweepStore.unannounced(clock.now(), batchSize))
      try {
        await calls.executeUnlessLocked(address, { type: "announce_recording" });
      } catch (error) {
        if (isDatabaseDown(error)) throw error;
        log.error({ ...address, err: error }, "a recording's state could not be told");
      }
  };
