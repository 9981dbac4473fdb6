import type { HistoryEntry, LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import type { TenantId } from "../../identity/tenant-id.ts";
import { snapshotFor } from "../domain/snapshots.ts";
import type { CallReader, HistoryPage, LastEvent } from "../store/call-store.ts";
import { historyEntryFor } from "./history-entry.ts";
import { listenKeyOf } from "./listen-key.ts";

/** The reads that people can make of their calls. */
export interface CallQueries {
  /** Returns the live calls of a person and, with `since`, calls that ended or changed after it. */
  live(person: PersonKey, since: string | null): Promise<LiveCalls>;
  lastEvent(person: PersonKey): Promise<LastEvent>;
  history(reader: HistoryReader, page: HistoryPage): Promise<HistoryEntry[]>;
}

type HistoryNotes = Required<Pick<HistoryEntry, "notes" | "disposition">>;

/**
 * Returns the beginning of the notes, and the dispositions, of calls, by call id. Calls without any
 * are missing.
 */
export type NotesOfCalls = (
  tenantId: TenantId,
  callIds: readonly string[],
) => Promise<ReadonlyMap<string, HistoryNotes>>;

const noNotes: HistoryNotes = { notes: "", disposition: null };

/** The part of a person that is needed to find their calls and to show them. */
export type PersonKey = Pick<Person, "tenantId" | "userId" | "customersSee">;

/** The reader of a history. Only agents read notes. */
type HistoryReader = PersonKey & Pick<Person, "type">;

export const createCallQueries = (
  reads: CallReader,
  clock: Clock,
  notesOf: NotesOfCalls,
): CallQueries => ({
  async live({ tenantId, userId, customersSee }, since) {
    // Reads the cursor first, so that a change between the two reads is sent twice and not lost.
    const { cursor } = await reads(tenantId).lastEvent(userId);
    const live = await reads(tenantId).liveCalls(userId, since);
    return {
      serverTime: new Date(clock.now()).toISOString(),
      cursor,
      calls: live.map((call) => snapshotFor(call, userId, customersSee)),
      listenKey: listenKeyOf({ tenantId, userId }),
    };
  },
  lastEvent: ({ tenantId, userId }) => reads(tenantId).lastEvent(userId),
  async history({ tenantId, userId, type, customersSee }, page) {
    const calls = await reads(tenantId).history(userId, page);
    const entries = calls.map((call) => historyEntryFor(call, userId, customersSee));
    if (type !== "CRM_USER" || entries.length === 0) return entries;
    const notes = await notesOf(
      tenantId,
      entries.map(({ id }) => id),
    );
    return entries.map((entry) => ({ ...entry, ...(notes.get(entry.id) ?? noNotes) }));
  },
});
