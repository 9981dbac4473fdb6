import { times } from "@synapse-voice/contract";
import { ownLeg, type Call } from "../call.ts";
import type { Actor, CommandOf } from "../inputs.ts";
import { isConnected, type Leg, type LegMedia } from "../leg.ts";
import { changeLegs } from "./legs.ts";

const changeMedia = (
  call: Call,
  which: (leg: Leg) => boolean,
  change: (media: LegMedia) => LegMedia,
): Call =>
  changeLegs(call, (leg) => {
    const media = which(leg) ? change(leg.media) : leg.media;
    return media === leg.media ? leg : { ...leg, media };
  });

/** The room was lost with everyone in it: each has the grace of one who left to come back. */
export const awaitAll = (call: Call, now: number): Call =>
  changeMedia(call, isConnected, (media) => ({
    ...media,
    rejoinDeadline: now + times.rejoinMs,
    leftIntentionally: false,
  }));

/** Time that a party still counts as present after the last successful check of the room. */
const uncheckedGraceMs = 300_000;

/** The room can't be checked: who counts as there does so no longer without end. */
export const doubtAll = (call: Call, now: number): Call =>
  changeMedia(call, isConnected, (media) =>
    media.rejoinDeadline === null ? { ...media, rejoinDeadline: now + uncheckedGraceMs } : media,
  );

/** A party at a device that owns the media of a leg left the room. */
export const leave = (
  call: Call,
  { party, sessionId, leftIntentionally }: CommandOf<"party_left">,
  now: number,
): Call =>
  changeMedia(call, isHeldBy(call, party), (media) =>
    left(media, sessionId, leftIntentionally, now),
  );

/** A party at a device that owns the media of a leg is in the room. */
export const rejoin = (
  call: Call,
  { party, sessionId, listed }: CommandOf<"party_returned">,
): Call => changeMedia(call, isHeldBy(call, party), (media) => seen(media, sessionId, listed));

const isHeldBy =
  (call: Call, { userId, deviceId }: Actor) =>
  (leg: Leg): boolean =>
    leg === ownLeg(call, userId) && leg.deviceId === deviceId;

/** The same where an earlier session than the known one left. */
function left(
  media: LegMedia,
  sessionId: string | null,
  leftIntentionally: boolean,
  now: number,
): LegMedia {
  if (media.sessionId !== null && sessionId !== media.sessionId) return media;
  const rejoinDeadline = Math.min(media.rejoinDeadline ?? Infinity, now + times.rejoinMs);
  const isKnown =
    rejoinDeadline === media.rejoinDeadline &&
    (sessionId === null || media.sessionId === sessionId);
  // Who was missed in the room may still turn out to have left intentionally.
  if (isKnown && (media.leftIntentionally || !leftIntentionally)) return media;
  return {
    sessionId: sessionId ?? media.sessionId,
    rejoinDeadline,
    leftIntentionally: leftIntentionally || media.leftIntentionally,
  };
}

/** The same where nothing changes, or where that session has left since. */
function seen(media: LegMedia, sessionId: string, listed: boolean): LegMedia {
  if (media.sessionId === sessionId && (media.rejoinDeadline === null || !listed)) return media;
  return { sessionId, rejoinDeadline: null, leftIntentionally: false };
}
