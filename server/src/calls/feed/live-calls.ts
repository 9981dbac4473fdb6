import type { HistoryEntry, LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import { snapshotFor } from "../domain/snapshots.ts";
import type { CallReader, HistoryPage, LastEvent } from "../store/call-store.ts";
import { historyEntryFor } from "./history-entry.ts";
import { listenKeyOf } from "./listen-key.ts";

/** The reads that people can make of their calls. */
export interface CallQueries {
  /** Returns the live calls of a person and, with `since`, calls that ended or changed after it. */
  live(person: PersonKey, since: string | null): Promise<LiveCalls>;
  lastEvent(person: PersonKey): Promise<LastEvent>;
  history(person: PersonKey, page: HistoryPage): Promise<HistoryEntry[]>;
}

/** The part of a person that is needed to find their calls and to show them. */
export type PersonKey = Pick<Person, "tenantId" | "userId" | "customersSee">;

export const createCallQueries = (reads: CallReader, clock: Clock): CallQueries => ({
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
  async history({ tenantId, userId, customersSee }, page) {
    const calls = await reads(tenantId).history(userId, page);
    return calls.map((call) => historyEntryFor(call, userId, customersSee));
  },
});
