import { recordingWordings, type ErrorCode } from "@synapse-voice/contract";
import type { Call } from "../call.ts";
import { calleeLeg, callerLeg } from "../caller-callee.ts";
import type { CommandOf } from "../inputs.ts";
import {
  answerOf,
  isPauseOverdue,
  openPause,
  type Consent,
  type Pause,
  type Recording,
} from "../recording.ts";

type RecordCommand = CommandOf<"record">;
type ChangeOf<Action extends RecordCommand["change"]["action"]> = RecordCommand["change"] & {
  readonly action: Action;
};

/** The call after a change, the same object if nothing changes, or the code of a refusal. */
type Result = { readonly call: Call } | { readonly refusal: { readonly code: ErrorCode } };

/** The event of a change tells its state, unless the recorder's was not told before. */
function withRecording(call: Call, recording: Recording): Result {
  const before = call.recording;
  const isTold = before?.state === before?.announcedState;
  const announcedState = isTold ? recording.state : recording.announcedState;
  return { call: { ...call, recording: { ...recording, announcedState } } };
}

/**
 * Returns the people who must agree: the customer or, between agents, both. In a call of an agent
 * to the queue, the one who answers is missing until then.
 */
export function askedPeople(call: Call): readonly string[] {
  const parties = [callerLeg(call), calleeLeg(call)].flatMap((leg) => (leg ? [leg.party] : []));
  const customers = parties.filter(({ type }) => type === "PORTAL_CUSTOMER");
  return (customers.length > 0 ? customers : parties).map(({ userId }) => userId);
}

/** Returns true if everyone who must agree is known and has agreed. */
function haveAllAgreed(call: Call, recording: Recording): boolean {
  const isComplete =
    callerLeg(call).party.type === "PORTAL_CUSTOMER" || calleeLeg(call) !== undefined;
  return isComplete && askedPeople(call).every((userId) => answerOf(recording, userId) === true);
}

const isRefusedBySomeone = (call: Call, recording: Recording): boolean =>
  recording.mode === "ask" &&
  askedPeople(call).some((userId) => answerOf(recording, userId) === false);

const pauseAt = (recording: Recording, pause: Pause): Recording => ({
  ...recording,
  state: recording.state === "recording" ? "paused" : recording.state,
  pauses: [...recording.pauses, pause],
});

/** Ends the open pause. */
const unpause = (recording: Recording, now: number, endedById: string | null): Recording => ({
  ...recording,
  state: recording.state === "paused" ? "recording" : recording.state,
  pauses: recording.pauses.map((pause) =>
    pause.endedAt === null ? { ...pause, endedAt: now, endedById } : pause,
  ),
});

/** Records a party's answer, and what follows from it. */
export function giveConsent(call: Call, command: RecordCommand, now: number): Result {
  const { recording } = call;
  const { change, by } = command;
  if (change.action !== "consent") return { refusal: { code: "internal" } };
  if (!recording || !isAsked(call, recording, by.userId, change.agreed))
    return { refusal: { code: "consent_not_asked" } };
  const wording = recordingWordings[change.wordingId];
  if (wording.mode !== recording.mode) return { refusal: { code: "consent_not_asked" } };
  if (isRepeated(recording, by.userId, change)) return { call };
  const { consentId, agreed, wordingId, language } = change;
  const consent: Consent = {
    id: consentId,
    userId: by.userId,
    agreed,
    wordingId,
    version: wording.version,
    language,
    givenAt: now,
  };
  const told = { ...recording, consents: [...recording.consents, consent] };
  if (recording.mode !== "ask") return withRecording(call, told);
  return withRecording(
    call,
    agreed
      ? afterAgreement(call, recording, told, by.userId, now)
      : afterRefusal(told, consentId, by.userId, now),
  );
}

/** A notice can be confirmed by both parties, and refused by nobody. */
const isAsked = (call: Call, { mode }: Recording, userId: string, agreed: boolean): boolean =>
  mode === "ask" ? askedPeople(call).includes(userId) : mode === "notice" && agreed;

const isRepeated = (
  { consents }: Recording,
  userId: string,
  { agreed, wordingId, language }: ChangeOf<"consent">,
): boolean => {
  const last = consents.findLast((consent) => consent.userId === userId);
  return last?.agreed === agreed && last.wordingId === wordingId && last.language === language;
};

function afterAgreement(
  call: Call,
  before: Recording,
  told: Recording,
  userId: string,
  now: number,
): Recording {
  // The pause that began when this person no longer agreed.
  const ownPause = answerOf(before, userId) === false && openPause(told)?.startedById === userId;
  const resumed = ownPause ? unpause(told, now, userId) : told;
  if (isRefusedBySomeone(call, resumed)) return resumed;
  const open: Recording = resumed.state === "refused" ? { ...resumed, state: "pending" } : resumed;
  return open.activeFrom === null && haveAllAgreed(call, open)
    ? { ...open, activeFrom: now }
    : open;
}

/** Before the recording began, it never begins. Later, it is paused until the party agrees again. */
function afterRefusal(told: Recording, id: string, userId: string, now: number): Recording {
  if (told.activeFrom === null) return { ...told, state: "refused" };
  if (openPause(told)) return told;
  return pauseAt(told, {
    id,
    startedAt: now,
    startedById: userId,
    endedAt: null,
    endedById: null,
    warnedAt: null,
  });
}

/** Starts, pauses or resumes a recording, for an agent on the call. */
export function control(call: Call, { change, by }: RecordCommand, now: number): Result {
  const { recording } = call;
  if (!recording) return { refusal: { code: "recording_not_active" } };
  if (recording.state === "refused") return { refusal: { code: "recording_refused" } };
  const paused = openPause(recording) !== undefined;
  switch (change.action) {
    case "start":
      if (recording.activeFrom !== null) return { call };
      return recording.mode === "agent"
        ? withRecording(call, { ...recording, activeFrom: now })
        : { refusal: { code: "recording_not_active" } };
    // Also before the recording begins, so that a card form that is open then stays out of it.
    case "pause":
      if (paused) return { call };
      return withRecording(
        call,
        pauseAt(recording, {
          id: change.pauseId,
          startedAt: now,
          startedById: by.userId,
          endedAt: null,
          endedById: null,
          warnedAt: null,
        }),
      );
    case "resume":
      if (!paused) return { call };
      return isRefusedBySomeone(call, recording)
        ? { refusal: { code: "recording_refused" } }
        : withRecording(call, unpause(recording, now, by.userId));
    default:
      return { refusal: { code: "internal" } };
  }
}

/**
 * Tells the parties the state that the recorder wrote. Warns of a pause that is overdue, or ends it
 * if the terms say so. A party that no longer agrees keeps its pause.
 */
export function announce(call: Call, now: number): Call {
  const { recording } = call;
  if (!recording) return call;
  const due = isPauseOverdue(recording, now) ? endOrWarn(call, recording, now) : recording;
  const isAnnounced = due === recording && recording.state === recording.announcedState;
  return isAnnounced ? call : { ...call, recording: { ...due, announcedState: due.state } };
}

function endOrWarn(call: Call, recording: Recording, now: number): Recording {
  if (recording.terms.autoResume && !isRefusedBySomeone(call, recording))
    return unpause(recording, now, null);
  const isUnwarned = openPause(recording)?.warnedAt === null;
  return isUnwarned
    ? {
        ...recording,
        pauses: recording.pauses.map((pause) =>
          pause.endedAt === null ? { ...pause, warnedAt: now } : pause,
        ),
      }
    : recording;
}

/**
 * Returns the recording of a call that ends: null if there is nothing to record, because nobody
 * answered or nobody started it.
 */
export function afterEnd(call: Call, now: number): Recording | null {
  const { recording, answeredAt } = call;
  if (!recording || answeredAt === null) return null;
  if (recording.activeFrom === null && recording.state !== "refused") return null;
  return openPause(recording) ? unpause(recording, now, null) : recording;
}
