import type { CallStatus, HistoryEntry, PersonType } from "@synapse-voice/contract";
import { clockTime, type IconName } from "@synapse-voice/react";

/** The other side of a call. */
export interface HistoryPeer {
  readonly userId: string;
  readonly name: string;
  readonly type: PersonType;
}

/** With whom the call was; a call to the team that nobody answered has only its caller. */
export function peerOf(entry: HistoryEntry, userId: string): HistoryPeer {
  if (entry.fromUserId !== userId)
    return { userId: entry.fromUserId, name: entry.fromName, type: entry.fromUserType };
  return {
    userId: entry.toUserId ?? "",
    name: entry.toName ?? "The team",
    type: entry.toUserType ?? "CRM_USER",
  };
}

/** Whether I missed it: it rang for me, and nobody answered. */
export const wasMissed = (entry: HistoryEntry, userId: string): boolean =>
  entry.fromUserId !== userId && (entry.status === "MISSED" || entry.status === "CANCELLED");

const incoming: Record<CallStatus, string> = {
  QUEUED: "Waiting",
  RINGING: "Ringing",
  IN_PROGRESS: "On call now",
  COMPLETED: "Incoming",
  MISSED: "Missed",
  DECLINED: "You declined",
  CANCELLED: "Missed",
  FAILED: "Could not be connected",
};
const outgoing: Record<CallStatus, string> = {
  ...incoming,
  COMPLETED: "Outgoing",
  MISSED: "No answer",
  DECLINED: "Declined",
  CANCELLED: "You cancelled",
};

/** What became of a call, with its duration where it had one. */
export function callLine(entry: HistoryEntry, userId: string): string {
  const word = (entry.fromUserId === userId ? outgoing : incoming)[entry.status];
  return entry.duration > 0 ? `${word} · ${clockTime(entry.duration)}` : word;
}

/** The icon that says the same. */
export function historyIcon(entry: HistoryEntry, userId: string): IconName {
  if (wasMissed(entry, userId)) return "phone-missed";
  return entry.fromUserId === userId ? "phone-outgoing" : "phone-incoming";
}
