import {
  currentWordings,
  type CallDirection,
  type RecordingDetails,
  type RecordingSettings,
  type ReplyOf,
  type recordingNotices,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Call } from "../calls/domain/call.ts";
import type { Recording } from "../calls/domain/recording.ts";
import { readerOf } from "../calls/domain/visible-party.ts";
import type { CallReader } from "../calls/store/call-store.ts";
import type { Person } from "../identity/person.ts";
import type { TenantId } from "../identity/tenant-id.ts";
import { mayHear, mayKnow } from "./listeners.ts";
import type { RecordingDeletion } from "./recording-deletion.ts";
import { detailsFor } from "./recording-details.ts";
import type { RecordingStore, StoredRecording } from "./store/recording-store.ts";

/** A recording that a person may hear. */
export interface HeardRecording {
  readonly call: Call;
  readonly recording: Recording;
  readonly stored: StoredRecording;
  readonly settings: RecordingSettings;
}

/** Reads recordings for those who may hear them, and deletes them for admins. */
export interface RecordingsService {
  notices(person: Person): Promise<ReplyOf<typeof recordingNotices>>;
  /** Throws unless the person may hear the recording now. */
  find(person: Person, callId: string): Promise<HeardRecording>;
  read(person: Person, callId: string): Promise<RecordingDetails>;
  setLegalHold(admin: Person, callId: string, legalHold: boolean): Promise<RecordingDetails>;
  erase(admin: Person, callId: string): Promise<RecordingDetails>;
}

export interface RecordingsServiceDeps {
  readonly store: RecordingStore;
  readonly reads: CallReader;
  readonly settingsOf: (tenantId: TenantId) => Promise<RecordingSettings>;
  readonly deletion: Pick<RecordingDeletion, "deleteObjectsOf">;
  readonly clock: Clock;
}

export function createRecordingsService(deps: RecordingsServiceDeps): RecordingsService {
  const { store, reads, settingsOf, clock } = deps;
  async function find(person: Person, callId: string): Promise<HeardRecording> {
    const { tenantId } = person;
    const call = await reads(tenantId).find(callId);
    if (!call?.recording || !mayKnow(person, call)) throw new RefusalError("recording_not_found");
    const settings = await settingsOf(tenantId);
    if (!mayHear(person, call, settings.listeners)) throw new RefusalError("forbidden");
    const stored = await store.find(tenantId, call.id);
    if (!stored) throw new RefusalError("recording_not_found");
    return { call, recording: call.recording, stored, settings };
  }
  async function read(person: Person, callId: string): Promise<RecordingDetails> {
    const { call, recording, stored, settings } = await find(person, callId);
    const reader = readerOf(call, person.userId, person.customersSee);
    // Agents who were not on the call are no readers of it, but they see all, too.
    return detailsFor(call, recording, stored, { ...reader, type: person.type }, settings);
  }
  return {
    find,
    read,
    async notices({ tenantId, type }) {
      const settings = await settingsOf(tenantId);
      const notice = (direction: CallDirection) => noticeOf(settings, direction);
      const inbound = notice("inbound");
      return type === "PORTAL_CUSTOMER"
        ? { inbound }
        : { inbound, outbound: notice("outbound"), internal: notice("internal") };
    },
    async setLegalHold(admin, callId, legalHold) {
      const { call } = await find(admin, callId);
      if (!(await store.setLegalHold(admin.tenantId, call.id, legalHold)))
        throw new RefusalError("recording_gone");
      return read(admin, callId);
    },
    async erase(admin, callId) {
      const { call, stored } = await find(admin, callId);
      if (stored.legalHold) throw new RefusalError("recording_protected");
      const destroyed = await store.destroy(admin.tenantId, call.id, admin.userId, clock.now());
      const after = destroyed ? null : await store.find(admin.tenantId, call.id);
      if (after?.legalHold) throw new RefusalError("recording_protected");
      if (after && after.state !== "expired" && after.state !== "erased")
        throw new RefusalError("recording_not_ready");
      const { storagePrefix } = stored;
      await deps.deletion.deleteObjectsOf({
        tenantId: admin.tenantId,
        callId: call.id,
        storagePrefix,
      });
      return read(admin, callId);
    },
  };
}

function noticeOf({ modes, noRecordingNoCall }: RecordingSettings, direction: CallDirection) {
  const mode = modes[direction];
  return mode === "off" ? null : { mode, wordingId: currentWordings[mode], noRecordingNoCall };
}
