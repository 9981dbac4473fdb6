import {
  durationSeconds,
  type CallLeg,
  type CallSnapshot,
  type CustomersSee,
} from "@synapse-voice/contract";
import { isOver, offerTo, ownLeg, type Call } from "./call.ts";
import { calleeLeg, callerLeg } from "./caller-callee.ts";
import { askedPeople } from "./changes/recording.ts";
import { isConnected, type Leg, type LegMedia } from "./leg.ts";
import { answerOf, openPause } from "./recording.ts";
import { readerOf, visibleParty, type Reader } from "./visible-party.ts";

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Returns whole seconds from answer to end; 0 if it was not answered or has not ended. */
export const durationOf = (call: Call): number =>
  call.answeredAt === null || call.endedAt === null
    ? 0
    : durationSeconds(call.answeredAt, call.endedAt);

/** Returns the call as one person may see it. `customersSee` is the present setting, if known. */
export function snapshotFor(call: Call, userId: string, customersSee?: CustomersSee): CallSnapshot {
  const offer = offerTo(call, userId);
  const own = ownLeg(call, userId);
  const callee = calleeLeg(call);
  const reader = readerOf(call, userId, customersSee);
  return {
    id: call.id,
    version: call.version,
    status: call.status,
    endReason: call.endReason,
    roomName: call.roomName,
    caller: visibleParty(callerLeg(call).party, reader),
    callee: callee ? visibleParty(callee.party, reader) : null,
    placedAt: iso(call.placedAt),
    answeredAt: isoOrNull(call.answeredAt),
    endedAt: isoOrNull(call.endedAt),
    duration: durationOf(call),
    endedBy: call.endedBy,
    offer: offer ? { id: offer.id, outcome: offer.outcome } : null,
    ringsUntil: offer?.outcome === null ? iso(offer.expiresAt) : null,
    mediaDeviceId: own?.deviceId ?? null,
    held: own !== undefined && own.holdSince !== null,
    heldSince: isoOrNull(own?.holdSince ?? null),
    heldByPeer: own && isHeldByPeer(call, own) ? call.terms.holdSound : null,
    ...peerPresence(call, own),
    ...peerSound(call, own),
    legs: legsFor(call, userId, reader),
    ...recordingFor(call, userId),
  };
}

/** Returns true if another party of the call has this one on hold. */
const isHeldByPeer = (call: Call, own: Leg): boolean =>
  isConnected(own) &&
  call.legs.some((leg) => leg.id !== own.id && isConnected(leg) && leg.holdSince !== null);

/**
 * Returns the media of the caller and the callee without the reader's own. Nobody waits for a
 * consultant or a supervisor, and customers must not learn of them.
 */
const peersOf = (call: Call, own: Leg): readonly LegMedia[] =>
  [callerLeg(call), calleeLeg(call)].flatMap((leg) =>
    leg && leg.id !== own.id && isConnected(leg) ? [leg.media] : [],
  );

/**
 * Returns until when the other party is awaited, and when its page closed; nothing for a reader who
 * is not connected.
 */
function peerPresence(
  call: Call,
  own: Leg | undefined,
): Pick<CallSnapshot, "peerAwaitedUntil" | "peerLeftPageAt"> {
  if (own === undefined || !isConnected(own)) return {};
  const peers = peersOf(call, own);
  const deadlines = peers.flatMap(({ rejoinDeadline }) => rejoinDeadline ?? []);
  const leftPageAt = peers.find((media) => media.leftPageAt !== undefined)?.leftPageAt;
  return {
    peerAwaitedUntil: isoOrNull(deadlines.length === 0 ? null : Math.min(...deadlines)),
    ...(leftPageAt === undefined ? {} : { peerLeftPageAt: iso(leftPageAt) }),
  };
}

/** Returns the trouble with the sound that another party's device reports; else nothing. */
function peerSound(call: Call, own: Leg | undefined): Pick<CallSnapshot, "peerSound"> {
  if (own === undefined || !isConnected(own)) return {};
  const troubles = peersOf(call, own).flatMap(({ sound }) => (sound ? [sound.trouble] : []));
  const trouble = troubles.find((one) => one === "blocked") ?? troubles[0];
  return trouble === undefined ? {} : { peerSound: trouble };
}

/** Returns the recording as one person may know it; nothing if the call is not recorded. */
function recordingFor(call: Call, userId: string): Pick<CallSnapshot, "recording"> {
  const { recording } = call;
  if (!recording) return {};
  const { state, mode, terms, activeFrom } = recording;
  const pause = openPause(recording);
  const agreed = answerOf(recording, userId);
  return {
    recording: {
      state: pause && (state === "pending" || state === "recording") ? "paused" : state,
      mode,
      wordingId: terms.wordingId,
      asksReader:
        mode === "ask" &&
        agreed === null &&
        state !== "refused" &&
        !isOver(call) &&
        askedPeople(call).includes(userId),
      agreed,
      activeFrom: isoOrNull(activeFrom),
      pausedSince: isoOrNull(pause?.startedAt ?? null),
      isPauseOverdue: pause !== undefined && pause.warnedAt !== null,
    },
  };
}

/** Returns the device of a person that may have the call's media. */
export const mediaDeviceOf = (call: Call, userId: string): string | null =>
  ownLeg(call, userId)?.deviceId ?? null;

/**
 * Returns the legs that one person may see. Agents see all. Customers see the caller and the
 * callee, without the hold times of others.
 */
function legsFor(call: Call, userId: string, reader: Reader): CallLeg[] {
  const isAgent = reader.type === "CRM_USER";
  return call.legs
    .filter(({ role }) => isAgent || role === "caller" || role === "callee")
    .map((leg) => ({
      id: leg.id,
      role: leg.role,
      party: visibleParty(leg.party, reader),
      joinedAt: isoOrNull(leg.joinedAt),
      holdSince: isAgent || leg.party.userId === userId ? isoOrNull(leg.holdSince) : null,
      leftAt: isoOrNull(leg.leftAt),
      leftReason: leg.leftReason,
    }));
}
