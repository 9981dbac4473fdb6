import type { HistoryEntry, LiveCalls } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Person } from "../../identity/person.ts";
import { calleeLeg, callerLeg } from "../domain/caller-callee.ts";
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
  const caller = callerLeg(call).party;
  const callee = calleeLeg(call)?.party;
  return {
    id: call.id,
    fromUserId: caller.userId,
    toUserId: callee?.userId ?? null,
    fromUserType: caller.type,
    // Who answers a call to nobody in particular is a CRM user.
    toUserType: callee?.type ?? "CRM_USER",
    fromName: caller.name,
    toName: callee?.name ?? null,
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
  isOver(call) && !calleeLeg(call) && offerTo(call, readerId)?.outcome === "declined"
    ? "DECLINED"
    : call.status;
