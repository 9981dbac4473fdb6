import {
  currentWordings,
  recordingWordings,
  type CallDirection,
  type PersonType,
  type RecordingMode,
  type RecordingSettings,
  type RecordingState,
  type RecordingTerms,
} from "@synapse-voice/contract";

/** A pause of a recording. It goes on while `endedAt` is null. Times are ms since the epoch. */
export interface Pause {
  readonly id: string;
  readonly startedAt: number;
  readonly startedById: string;
  readonly endedAt: number | null;
  /** Null if no person ended it: the server did, or the end of the call. */
  readonly endedById: string | null;
  /** Time at which the agent was warned that the pause is overdue. */
  readonly warnedAt: number | null;
}

/** A party's answer to the question for consent, and the wording that they read. */
export interface Consent {
  readonly id: string;
  readonly userId: string;
  readonly agreed: boolean;
  readonly wordingId: string;
  readonly version: number;
  /** As a BCP 47 tag. */
  readonly language: string;
  readonly givenAt: number;
}

/** The recording of a call, as far as the rules decide on it. The recorder changes `state`, too. */
export interface Recording {
  readonly state: RecordingState;
  /** The state that the parties were last told. */
  readonly announcedState: RecordingState;
  readonly mode: RecordingMode;
  readonly terms: RecordingTerms;
  /** Nothing may be captured before. Null: nothing at all. */
  readonly activeFrom: number | null;
  /** Ordered by their start. */
  readonly pauses: readonly Pause[];
  /** Ordered by time. */
  readonly consents: readonly Consent[];
}

/** Returns the direction of a call. An agent who calls the queue calls another agent. */
export const directionOf = (caller: PersonType, callee: PersonType | null): CallDirection => {
  if (caller === "PORTAL_CUSTOMER") return "inbound";
  return callee === "PORTAL_CUSTOMER" ? "outbound" : "internal";
};

/**
 * Returns the recording of a call that is placed under these settings, or null if it is not to be
 * recorded. A setting that changes later changes nothing.
 */
export function recordingAtPlacement(
  { modes, ...settings }: RecordingSettings,
  direction: CallDirection,
  now: number,
): Recording | null {
  const mode = modes[direction];
  if (mode === "off") return null;
  const wordingId = currentWordings[mode];
  return {
    state: "pending",
    announcedState: "pending",
    mode,
    terms: {
      wordingId,
      version: recordingWordings[wordingId].version,
      maxPauseSeconds: settings.maxPauseSeconds,
      autoResume: settings.autoResume,
      noRecordingNoCall: settings.noRecordingNoCall,
      recordOnHold: settings.recordOnHold,
    },
    activeFrom: mode === "notice" ? now : null,
    pauses: [],
    consents: [],
  };
}

/** Returns the pause that goes on. A recording has one at most. */
export const openPause = ({ pauses }: Recording): Pause | undefined =>
  pauses.find(({ endedAt }) => endedAt === null);

/** Returns a person's last answer; null if they gave none. */
export const answerOf = ({ consents }: Recording, userId: string): boolean | null =>
  consents.findLast((consent) => consent.userId === userId)?.agreed ?? null;

/** Returns true if the open pause has lasted longer than the terms allow. */
export function isPauseOverdue(recording: Recording, now: number): boolean {
  const pause = openPause(recording);
  return pause !== undefined && pause.startedAt + recording.terms.maxPauseSeconds * 1000 <= now;
}
