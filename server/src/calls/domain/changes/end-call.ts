import type { CallStatus, EndReason, OfferOutcome } from "@synapse-voice/contract";
import type { Call } from "../call.ts";
import type { Leg } from "../leg.ts";
import { closeOffers } from "./offers.ts";
import { afterEnd } from "./recording.ts";

/**
 * One way in which a call ends: its status, its end reason, and the outcome of offers that are
 * still open.
 */
type Ending = readonly [status: CallStatus, reason: EndReason, offers: OfferOutcome];

const endings = {
  cancelled: ["CANCELLED", "cancelled", "cancelled"],
  callerGone: ["CANCELLED", "caller_gone", "cancelled"],
  declined: ["DECLINED", "declined", "declined"],
  unanswered: ["MISSED", "ring_timeout", "missed"],
  busy: ["MISSED", "busy", "cancelled"],
  nobody: ["MISSED", "no_agent", "missed"],
  closed: ["MISSED", "closed", "missed"],
  hungUp: ["COMPLETED", "hung_up", "cancelled"],
  connectionLost: ["COMPLETED", "connection_lost", "cancelled"],
  tooLong: ["COMPLETED", "call_too_long", "cancelled"],
  removedWhileWaiting: ["CANCELLED", "person_removed", "cancelled"],
  removedWhileConnected: ["COMPLETED", "person_removed", "cancelled"],
  mediaBlocked: ["COMPLETED", "media_blocked", "cancelled"],
  mediaFailed: ["FAILED", "media_unavailable", "cancelled"],
} as const satisfies Record<string, Ending>;

/** Ends a call, all its legs, its open offers, and the pause of its recording. */
export function endCall(
  call: Call,
  ending: keyof typeof endings,
  now: number,
  endedBy: string | null = null,
): Call {
  const [status, endReason, outcome] = endings[ending];
  return {
    ...call,
    status,
    endReason,
    endedBy,
    endedAt: now,
    deadlineAt: null,
    legs: call.legs.map((leg) => endLeg(leg, endReason, now)),
    offers: closeOffers(call.offers, outcome, now),
    recording: afterEnd(call, now),
  };
}

/** Ends a leg, unless it has ended before. Its hold, lease and deadline end, too. */
const endLeg = (leg: Leg, leftReason: EndReason, now: number): Leg =>
  leg.leftAt === null
    ? {
        ...leg,
        leaseUntil: null,
        media: { ...leg.media, rejoinDeadline: null },
        holdSince: null,
        leftAt: now,
        leftReason,
      }
    : leg;
