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

/** Gives all parties of a lost room the time to rejoin. */
export const awaitRejoinOfAll = (call: Call, now: number): Call =>
  changeMedia(call, isConnected, (media) => ({
    ...media,
    rejoinDeadline: now + times.rejoinMs,
    leftIntentionally: false,
  }));

/** Time that a party still counts as present after the last successful check of the room. */
const uncheckedGraceMs = 300_000;

/** Limits the time for which parties count as present while the room can't be checked. */
export const limitUncheckedPresence = (call: Call, now: number): Call =>
  changeMedia(call, isConnected, (media) =>
    media.rejoinDeadline === null ? { ...media, rejoinDeadline: now + uncheckedGraceMs } : media,
  );

/** Records that a party left the room. Ignores devices that don't own the leg's media. */
export const leave = (
  call: Call,
  { party, sessionId, leftIntentionally }: CommandOf<"party_left">,
  now: number,
): Call =>
  changeMedia(call, ownsMedia(call, party), (media) =>
    afterLeave(media, sessionId, leftIntentionally, now),
  );

/** Records that a party is in the room. Ignores devices that don't own the leg's media. */
export const rejoin = (
  call: Call,
  { party, sessionId, listed }: CommandOf<"party_returned">,
): Call =>
  changeMedia(call, ownsMedia(call, party), (media) => afterJoin(media, sessionId, listed));

/**
 * Records that a party's page closes. The party still counts as present until the media server says
 * otherwise. Ignores devices that don't own the leg's media, and repeats.
 */
export const leavePage = (call: Call, by: Actor, now: number): Call =>
  changeMedia(call, ownsMedia(call, by), (media) =>
    hasLeftPage(media, now, times.rejoinMs) ? media : { ...media, leftPageAt: now },
  );

const hasLeftPage = ({ leftPageAt }: LegMedia, now: number, withinMs: number): boolean =>
  leftPageAt !== undefined && now - leftPageAt < withinMs;

/** Time in which the media server notices that a page is gone. */
const maxNoticeMs = 40_000;
/** Least time to come back after the media server noticed that a page is gone. */
const minRejoinMs = 5_000;

/**
 * Returns the time until which a party that left the room can come back. It counts from the page's
 * own announcement, if there was one, since the media server notices a closed page late.
 */
const rejoinDeadlineOf = (media: LegMedia, now: number): number =>
  hasLeftPage(media, now, maxNoticeMs)
    ? Math.max((media.leftPageAt ?? now) + times.rejoinMs, now + minRejoinMs)
    : now + times.rejoinMs;

/**
 * Records what a party's device reports of the sound. Ignores devices that don't own the leg's
 * media. The time of a trouble is that of its first report.
 */
export const reportSound = (
  call: Call,
  { party, trouble }: CommandOf<"sound_reported">,
  now: number,
): Call =>
  changeMedia(call, ownsMedia(call, party), (media) => {
    if ((media.sound?.trouble ?? null) === trouble) return media;
    const { sound: _before, ...others } = media;
    return trouble === null ? others : { ...others, sound: { trouble, since: now } };
  });

/** Returns true if a party's network lets no sound through, as its device reports. */
export const isBlocked = ({ media }: Leg): boolean => media.sound?.trouble === "blocked";

/** Returns true if a party's network has let no sound through for too long. */
export const isBlockedTooLong = (call: Call, now: number): boolean =>
  call.legs.some(
    (leg) =>
      isConnected(leg) &&
      isBlocked(leg) &&
      (leg.media.sound?.since ?? now) <= now - times.maxBlockedMs,
  );

const ownsMedia =
  (call: Call, { userId, deviceId }: Actor) =>
  (leg: Leg): boolean =>
    leg === ownLeg(call, userId) && leg.deviceId === deviceId;

/** Returns the same object if nothing changes, or if an earlier session than the known one left. */
function afterLeave(
  media: LegMedia,
  sessionId: string | null,
  leftIntentionally: boolean,
  now: number,
): LegMedia {
  if (media.sessionId !== null && sessionId !== media.sessionId) return media;
  const rejoinDeadline = Math.min(media.rejoinDeadline ?? Infinity, rejoinDeadlineOf(media, now));
  const isKnown =
    rejoinDeadline === media.rejoinDeadline &&
    (sessionId === null || media.sessionId === sessionId);
  // A later report may say that a missing party left intentionally.
  if (isKnown && (media.leftIntentionally || !leftIntentionally)) return media;
  return {
    ...media,
    sessionId: sessionId ?? media.sessionId,
    rejoinDeadline,
    leftIntentionally: leftIntentionally || media.leftIntentionally,
  };
}

/** Returns the same object if nothing changes, or if that session has left in the meantime. */
function afterJoin(media: LegMedia, sessionId: string, listed: boolean): LegMedia {
  if (media.sessionId === sessionId && (media.rejoinDeadline === null || !listed)) return media;
  // A device that can't get media joins again and again. Only itself ends its trouble.
  const { sound } = media;
  return {
    sessionId,
    rejoinDeadline: null,
    leftIntentionally: false,
    ...(sound ? { sound } : {}),
  };
}
