import type { CallStatus, EndReason, HistoryEntry, PersonType } from "@synapse-voice/contract";
import { brokeOff } from "@synapse-voice/client";
import { durationWords, type IconName } from "@synapse-voice/react";

/** The peer of a past call. */
export interface HistoryPeer {
  readonly userId: string;
  readonly name: string;
  readonly type: PersonType;
}

/** Returns the peer of a past call. For a call to the team that nobody answered it is the team. */
export function peerOf(entry: HistoryEntry, userId: string): HistoryPeer {
  if (entry.fromUserId !== userId)
    return { userId: entry.fromUserId, name: entry.fromName, type: entry.fromUserType };
  return {
    userId: entry.toUserId ?? "",
    name: entry.toName ?? "The team",
    type: entry.toUserType ?? "CRM_USER",
  };
}

/** True if the call rang for this person and nobody answered it. */
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

/** Results that the status of a call that the person made does not tell. */
const outgoingByReason: Partial<Record<EndReason, string>> = {
  busy: "Busy",
  closed: "Closed",
  caller_gone: "Stopped ringing",
};

function resultWord(entry: HistoryEntry, userId: string): string {
  const { status, endReason } = entry;
  if (entry.fromUserId !== userId) return incoming[status];
  return (endReason !== null && outgoingByReason[endReason]) || outgoing[status];
}

/** Returns the result of a call in words, with its duration if it was answered. */
export function callLine(entry: HistoryEntry, userId: string): string {
  const duration = durationWords(entry);
  if (brokeOff(entry) && duration !== null) return duration;
  const word = resultWord(entry, userId);
  return duration === null ? word : `${word} · ${duration}`;
}

/** Returns true if the person may want to call back: the call was missed, or broke off. */
export const needsCallBack = (entry: HistoryEntry, userId: string): boolean =>
  wasMissed(entry, userId) || brokeOff(entry);

/** Returns the icon that shows the same. */
export function historyIcon(entry: HistoryEntry, userId: string): IconName {
  if (wasMissed(entry, userId)) return "phone-missed";
  if (brokeOff(entry)) return "phone-off";
  return entry.fromUserId === userId ? "phone-outgoing" : "phone-incoming";
}
