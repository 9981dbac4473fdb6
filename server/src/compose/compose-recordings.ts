import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import type { CallReader } from "../calls/store/call-store.ts";
import type { PeopleDirectory } from "../identity/people-directory.ts";
import type { Job } from "../jobs/job-runner.ts";
import type { LinkTokens } from "../recordings/link-token.ts";
import { createPlaybackService } from "../recordings/playback-service.ts";
import type { RecordedSound } from "../recordings/recorded-sound.ts";
import { createRecordingCommands } from "../recordings/recording-commands.ts";
import { createRecordingDeletion } from "../recordings/recording-deletion.ts";
import { createAnnounceRecordings, createFailUnrecorded } from "../recordings/recording-jobs.ts";
import { createRecordingsService } from "../recordings/recordings-service.ts";
import { recordingRoutes } from "../recordings/routes.ts";
import type { RecordingStore } from "../recordings/store/recording-store.ts";
import type { RecordingSweepStore } from "../recordings/store/recording-sweep-store.ts";
import type { TenantStore } from "../settings/store/tenant-store.ts";
import type { CallEngine } from "./compose-calls.ts";

export interface RecordingDeps {
  readonly recordingStore: RecordingStore;
  readonly recordingSweepStore: RecordingSweepStore;
  readonly recordedSound: RecordedSound;
  readonly linkTokens: LinkTokens;
  readonly accountStore: PeopleDirectory;
  readonly tenantStore: Pick<TenantStore, "settings">;
  readonly reads: CallReader;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes what people do with recordings, and the jobs that look after them. */
export function composeRecordings(deps: RecordingDeps, { calls }: Pick<CallEngine, "calls">) {
  const { recordingStore: store, recordingSweepStore: sweepStore, clock, log, reads } = deps;
  const settingsOf = async (tenantId: string) =>
    (await deps.tenantStore.settings(tenantId)).recording;
  const sound = deps.recordedSound;
  const deletion = createRecordingDeletion({ store, sweepStore, settingsOf, sound, clock, log });
  const recordings = createRecordingsService({ store, reads, settingsOf, deletion, clock });
  const playback = createPlaybackService({
    recordings,
    store,
    directory: deps.accountStore,
    tokens: deps.linkTokens,
    sound,
    clock,
  });
  const jobs: readonly Job[] = [
    {
      name: "recordings of live calls",
      intervalMs: 0,
      run: createAnnounceRecordings({ sweepStore, calls, clock, log }),
    },
    {
      name: "recordings without a recorder",
      intervalMs: 10_000,
      run: createFailUnrecorded({ sweepStore, clock, log }),
    },
    {
      name: "deletion of recordings",
      intervalMs: 60_000,
      isSlow: true,
      async run() {
        await deletion.expire();
        await deletion.deleteObjects();
      },
    },
  ];
  return {
    routes: recordingRoutes({
      recordings,
      commands: createRecordingCommands(calls),
      playback,
      clock,
    }),
    jobs,
    /** Deletes the objects of recordings whose key was destroyed. */
    deleteObjects: deletion.deleteObjects,
  };
}
