import type { RecordingSettings } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import { StorageError } from "@synapse-voice/platform/object-storage";
import type { Logger } from "pino";
import type { TenantId } from "../identity/tenant-id.ts";
import type { RecordedSound } from "./recorded-sound.ts";
import type { Expiry, RecordingStore, RecordingToDelete } from "./store/recording-store.ts";
import type { RecordingSweepStore } from "./store/recording-sweep-store.ts";

const dayMs = 24 * 3_600_000;
/** Recordings that one run works on at most. */
const batchSize = 100;

export interface RecordingDeletionDeps {
  readonly store: RecordingStore;
  readonly sweepStore: Pick<RecordingSweepStore, "tenantsWithSound" | "toDelete">;
  readonly settingsOf: (tenantId: TenantId) => Promise<RecordingSettings>;
  readonly sound: Pick<RecordedSound, "removeAll">;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Deletes the sound of recordings. The key goes first, at once and for good, so that no copy can be
 * read any longer. The objects follow, and are tried again until none is left.
 */
export interface RecordingDeletion {
  /** Destroys the keys of recordings that the settings of their tenant keep no longer. */
  expire(): Promise<void>;
  /** Deletes the objects of recordings without a key. */
  deleteObjects(): Promise<void>;
  /** Deletes the objects of one of them. A failure of the storage is recorded, for another try. */
  deleteObjectsOf(recording: RecordingToDelete): Promise<void>;
}

export function createRecordingDeletion(deps: RecordingDeletionDeps): RecordingDeletion {
  const { store, sweepStore, settingsOf, sound, clock, log } = deps;
  async function deleteObjectsOf({
    tenantId,
    callId,
    storagePrefix,
  }: RecordingToDelete): Promise<void> {
    try {
      if (storagePrefix !== null) await sound.removeAll(storagePrefix);
      await store.markDeleted(tenantId, callId, clock.now());
      log.info({ tenantId, callId }, "a recording was deleted");
    } catch (error) {
      const reason = error instanceof StorageError ? error.code : "failed";
      log.error(
        { tenantId, callId, cause: messageOf(error) },
        "a recording could not be deleted yet",
      );
      await store.markNotDeleted(tenantId, callId, reason, clock.now());
    }
  }
  return {
    deleteObjectsOf,
    async expire() {
      for (const tenantId of await sweepStore.tenantsWithSound()) {
        const now = clock.now();
        const expiry = expiryOf(await settingsOf(tenantId), now);
        const expired = await store.destroyExpired(tenantId, expiry, now, batchSize);
        await store.destroyOfErased(tenantId, now);
        if (expired > 0) log.info({ tenantId, recordings: expired }, "recordings have expired");
      }
    },
    async deleteObjects() {
      for (const recording of await sweepStore.toDelete(clock.now(), batchSize))
        await deleteObjectsOf(recording);
    },
  };
}

function expiryOf(
  { retentionDays, retentionByDisposition }: RecordingSettings,
  now: number,
): Expiry {
  const before = (days: number | null): number | null =>
    days === null ? null : now - days * dayMs;
  return {
    endedBefore: before(retentionDays),
    byDisposition: retentionByDisposition.map(({ disposition, days }) => ({
      disposition,
      endedBefore: before(days),
    })),
  };
}
