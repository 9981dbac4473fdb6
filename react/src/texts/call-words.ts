import type { CallView } from "@synapse-voice/client";
import type { Audience } from "./words.ts";

/**
 * Returns the text for a person whom the peer has put on hold. `name` is the short name of the
 * peer.
 */
export const heldByPeerWords = (name: string, audience: Audience): string =>
  audience === "agent"
    ? `${name || "This person"} put you on hold`
    : `${name || "We"} put you on hold. Please stay.`;

/** Returns the text for an agent whose peer's page closed a moment ago. */
export const leftPageWords = (name: string): string =>
  `${name || "This person"} left the page. Waiting 20 s in case they come back`;

/** Text for a person who can call nobody because a call that they placed is on hold. */
export const placedCallOnHoldWords =
  "The call on hold is one that you made: end it before you call someone else.";

const openingDay = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const openingDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const openingTime = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit" });
/** Time in ms from which on a weekday alone could be taken for that of this week. */
const almostWeekMs = 6 * 86_400_000;

/**
 * Returns the text for customers outside the opening hours, with the time (in their time zone) at
 * which the team opens again, if it is known. It has a date if that is not in this week. `now` is a
 * time in ms.
 */
export function closedWords(opensAt: string | null, now: number): string {
  if (opensAt === null) return "We're closed right now.";
  const at = Date.parse(opensAt);
  const formats = at - now < almostWeekMs ? [openingDay] : [openingDay, openingDate];
  const when = [...formats, openingTime].map((format) => format.format(at)).join(", ");
  return `We're closed right now. We open again ${when}.`;
}

/**
 * Returns how a person takes part in a live call with the reader, to show in lists in place of the
 * person's state.
 */
export function callWithWords({ phase, held, heldByPeer }: CallView): string {
  if (phase === "ringing-in" || phase === "answering") return "Calling you";
  if (phase !== "on-call") return "You are calling";
  if (held) return heldByPeer === null ? "On hold with you" : "On hold by both of you";
  return heldByPeer === null ? "On a call with you" : "Has you on hold";
}

/** Returns the text for an agent who calls a person whom the agent has on hold. */
export const onHoldWithYouWords = (name: string): string =>
  `${name || "This person"} is on hold with you`;
