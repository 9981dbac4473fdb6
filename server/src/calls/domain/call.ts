import {
  isTerminal,
  type CallStatus,
  type CustomersSee,
  type EndReason,
  type HoldSound,
  type LegRole,
  type OfferOutcome,
} from "@synapse-voice/contract";
import { takesPart, type CallParty, type Leg } from "./leg.ts";
import type { Recording } from "./recording.ts";

/** One attempt to ring one person. Open while `outcome` is null. Times are ms since the epoch. */
export interface Offer {
  readonly id: string;
  readonly person: CallParty;
  readonly outcome: OfferOutcome | null;
  /** The device that accepted or declined. */
  readonly deviceId: string | null;
  readonly offeredAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  /** True for a turn of the queue, false for a direct call. */
  readonly fromQueue: boolean;
}

/** The tenant's settings as they were when the call was placed. */
export interface CallTerms {
  /** Time that a turn of the queue rings. */
  readonly offerTimeoutMs: number;
  /** The longest time from answer to end. */
  readonly maxDurationMs: number;
  /** Time for the work after the call, in which the queue does not ring the agent. */
  readonly wrapUpMs: number;
  readonly holdSound: HoldSound;
  /** The part of agents' names that customers see. */
  readonly customersSee: CustomersSee;
}

/** A call as the rules see it. Times are ms since the epoch. */
export interface Call {
  readonly id: string;
  readonly tenantId: string;
  readonly roomName: string;
  readonly status: CallStatus;
  readonly version: number;
  /** The person whom the caller named; null for the queue. */
  readonly requestedCalleeId: string | null;
  readonly placedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
  /** The person whose command ended the call; null if the server ended it. */
  readonly endedBy: string | null;
  /** The deadline of the current status. */
  readonly deadlineAt: number | null;
  readonly terms: CallTerms;
  /** Ordered by role. Legs are never removed. */
  readonly legs: readonly Leg[];
  /** Ordered by creation. */
  readonly offers: readonly Offer[];
  /** Null if the call is not recorded. */
  readonly recording: Recording | null;
}

/** The phases of the rules. All terminal statuses are one phase, `over`. */
export type Phase = "QUEUED" | "RINGING" | "IN_PROGRESS" | "over";

export const isOver = (call: Call): boolean => isTerminal(call.status);

export const phaseOf = ({ status }: Call): Phase =>
  status === "QUEUED" || status === "RINGING" || status === "IN_PROGRESS" ? status : "over";

/** Returns the last offer to a person. */
export const offerTo = (call: Call, userId: string): Offer | undefined =>
  call.offers.findLast((offer) => offer.person.userId === userId);

export const openOffers = (call: Call): readonly Offer[] =>
  call.offers.filter((offer) => offer.outcome === null);

/** Returns a person's last leg, even if they don't take part yet. */
export const legOf = (call: Call, userId: string): Leg | undefined =>
  call.legs.findLast(({ party }) => party.userId === userId);

/**
 * Returns the leg by which a person takes, or took, part in a call. A callee has none before the
 * answer.
 */
export function ownLeg(call: Call, userId: string): Leg | undefined {
  const leg = legOf(call, userId);
  return leg && takesPart(leg) ? leg : undefined;
}

/**
 * A person's role in a call: the role of their leg, or `offered` while the call rings for them. It
 * is `past` after an offer that they did not accept, and if their leg ended before the call.
 */
export type RoleInCall = LegRole | "offered" | "past";

/** Returns null if the person has nothing to do with the call. */
export function roleInCall(call: Call, userId: string): RoleInCall | null {
  const leg = ownLeg(call, userId);
  if (leg) return leg.leftAt === null || isOver(call) ? leg.role : "past";
  const offer = offerTo(call, userId);
  if (!offer) return null;
  return offer.outcome === null ? "offered" : "past";
}
