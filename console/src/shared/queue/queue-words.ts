import type { EndReason, UnansweredCall, WaitingCall } from "@synapse-voice/contract";
import { clockTime, shortName } from "@synapse-voice/react";

/** Returns how long a call has waited and whom it rings, such as `4:12 · rings Grace`. */
export function waitingLine(call: WaitingCall, userId: string, now: number): string {
  const wait = clockTime((now - Date.parse(call.placedAt)) / 1000);
  if (call.ringing === null) return wait;
  const who = call.ringing.supabaseUserId === userId ? "you" : shortName(call.ringing.name);
  return `${wait} · rings ${who || "someone"}`;
}

/** Returns what a caller wants, in their own words. */
export const topicWords = ({ topic }: WaitingCall): string => topic ?? "No topic given";

/** Ends that the caller did not choose. All others are told as giving up. */
const otherEnds: Partial<Record<EndReason, (wait: string) => string>> = {
  no_agent: (wait) => `Nobody answered for ${wait}`,
  closed: () => "Called outside the opening hours",
  media_unavailable: () => "Could not be connected",
  connection_lost: (wait) => `Connection lost after ${wait}`,
};

/** Returns how a call of the queue ended that nobody answered, such as `Gave up after 2:10`. */
export function unansweredLine({ endReason, waitedSeconds }: UnansweredCall): string {
  const wait = clockTime(waitedSeconds);
  const words = endReason === null ? undefined : otherEnds[endReason];
  return words?.(wait) ?? `Gave up after ${wait}`;
}
