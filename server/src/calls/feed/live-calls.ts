import type { HistoryEntry, LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import { isOver, offerTo, type Call } from "../domain/call.ts";
import type { CallReader, HistoryPage, LastEvent } from "../store/call-store.ts";
import { durationOf, snapshotFor } from "../domain/snapshots.ts";

/** What a person can ask about their calls. */
export interface CallQueries {
  /** What is live for a person, and with `since` what ended or changed after it. */
  live(person: PersonKey, since: string | null): Promise<LiveCalls>;
  lastEvent(person: PersonKey): Promise<LastEvent>;
  history(person: PersonKey, page: HistoryPage): Promise<HistoryEntry[]>;
}

/** Enough of a person to find their calls. */
export type PersonKey = Pick<Person, "tenantId" | "userId">;

export function createCallQueries(reads: CallReader, clock: Clock): CallQueries {
  return {
    async live({ tenantId, userId }, since) {
      // The cursor first: a change in between is then told twice rather than never.
      const { cursor } = await reads(tenantId).lastEvent(userId);
      const live = await reads(tenantId).liveCalls(userId, since);
      return {
        serverTime: new Date(clock.now()).toISOString(),
        cursor,
        calls: live.map((call) => snapshotFor(call, userId)),
      };
    },
    lastEvent: ({ tenantId, userId }) => reads(tenantId).lastEvent(userId),
    async history({ tenantId, userId }, page) {
      return (await reads(tenantId).history(userId, page)).map((call) => entryFor(call, userId));
    },
  };
}

function entryFor(call: Call, readerId: string): HistoryEntry {
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    id: call.id,
    fromUserId: call.caller.supabaseUserId,
    toUserId: call.callee?.supabaseUserId ?? null,
    fromUserType: call.caller.type,
    toUserType: call.callee?.type ?? "CRM_USER",
    fromName: call.caller.name,
    toName: call.callee?.name ?? null,
    roomName: call.roomName,
    placedAt: iso(call.placedAt),
    startedAt: iso(call.answeredAt ?? call.placedAt),
    endedAt: call.endedAt === null ? null : iso(call.endedAt),
    duration: durationOf(call),
    status: statusFor(call, readerId),
    endReason: call.endReason,
  };
}

/**
 * An agent who declined a queue call that others were still rung for has declined it, however it
 * went on.
 */
const statusFor = (call: Call, readerId: string): HistoryEntry["status"] =>
  isOver(call) && call.callee === null && offerTo(call, readerId)?.outcome === "declined"
    ? "DECLINED"
    : call.status;
