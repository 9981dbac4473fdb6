import type { Audience } from "./words.ts";

/** What the held side of a call reads; `name` is who holds it, by the short name. */
export const heldByPeerWords = (name: string, audience: Audience): string =>
  audience === "agent"
    ? `${name || "The other side"} put you on hold`
    : `${name || "Our team"} put you on hold. Please stay.`;

/** Why nobody else can be called while a call waits on hold that the reader placed. */
export const placedCallOnHoldWords =
  "The call on hold is one that you made: end it before you call somebody else.";

const openingTime = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  hour: "numeric",
  minute: "2-digit",
});

/**
 * What customers read outside the opening hours, with when calls are taken again, by their own
 * clock, where that is known.
 */
export const closedWords = (opensAt: string | null): string =>
  opensAt === null
    ? "We're closed right now."
    : `We're closed right now. We open again ${openingTime.format(Date.parse(opensAt)).replace(" at ", ", ")}.`;
