import type { CustomersSee, HistoryEntry } from "@synapse-voice/contract";
import { readerOf, visibleName } from "../domain/visible-party.ts";
import { isOver, offerTo, type Call } from "../domain/call.ts";
import { calleeLeg, callerLeg } from "../domain/caller-callee.ts";
import { durationOf } from "../domain/snapshots.ts";

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Returns a call as one person reads it in their history. `customersSee` is the present setting, if
 * known.
 */
export function historyEntryFor(
  call: Call,
  readerId: string,
  customersSee?: CustomersSee,
): HistoryEntry {
  const reader = readerOf(call, readerId, customersSee);
  const caller = callerLeg(call).party;
  const callee = calleeLeg(call)?.party;
  return {
    id: call.id,
    fromUserId: caller.userId,
    toUserId: callee?.userId ?? null,
    fromUserType: caller.type,
    // Only CRM users answer calls of the queue.
    toUserType: callee?.type ?? "CRM_USER",
    fromName: visibleName(caller, reader),
    toName: callee ? visibleName(callee, reader) : null,
    roomName: call.roomName,
    placedAt: iso(call.placedAt),
    startedAt: iso(call.answeredAt ?? call.placedAt),
    endedAt: call.endedAt === null ? null : iso(call.endedAt),
    duration: durationOf(call),
    status: statusFor(call, readerId),
    endReason: call.endReason,
    recording: call.recording?.state ?? null,
  };
}

/**
 * Returns the status that one person reads. An agent who declined a queue call reads `DECLINED`,
 * however it ended for others.
 */
const statusFor = (call: Call, readerId: string): HistoryEntry["status"] =>
  isOver(call) && !calleeLeg(call) && offerTo(call, readerId)?.outcome === "declined"
    ? "DECLINED"
    : call.status;
