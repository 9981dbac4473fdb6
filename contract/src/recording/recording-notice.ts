import type {
  CallRecording,
  RecordingMode,
  RecordingWordingId,
} from "../call-parts/call-recording.ts";

/** A wording in English. Every user interface shows these texts, as consent refers to them. */
interface Wording {
  readonly id: RecordingWordingId;
  /** Before the answer. */
  readonly before: string;
  /** While the call may be recorded. */
  readonly during: string;
}

/** The wording of each mode. */
export const shownWordings: Readonly<Record<RecordingMode, Wording>> = {
  notice: {
    id: "notice-1",
    before: "This call will be recorded.",
    during: "This call is recorded.",
  },
  ask: {
    id: "ask-1",
    before: "May we record this call?",
    during: "This call is recorded. You agreed.",
  },
  agent: {
    id: "agent-1",
    before: "This call may be recorded. It says so when it is.",
    during: "This call is being recorded.",
  },
};

/** Texts of the question for consent, and of its answers. */
export const consentTexts = {
  detail: "You can also talk without a recording.",
  agree: "Agree",
  refuse: "Continue without recording",
  withdraw: "Stop recording",
} as const;

/** Text that a customer reads about the recording of a call. */
export interface RecordingNotice {
  readonly text: string;
  /** `question`: the customer can agree or refuse. `withdraw`: the customer agreed, and can stop. */
  readonly choice: "question" | "withdraw" | null;
}

const notice = (text: string, choice: RecordingNotice["choice"] = null): RecordingNotice => ({
  text,
  choice,
});

/** Returns what applies before a call is placed. */
export const noticeBeforeCall = (mode: RecordingMode): string =>
  mode === "ask" ? "We ask you whether we may record the call." : shownWordings[mode].before;

/** The part of a recording that customers read of. */
type NoticedRecording = Pick<
  CallRecording,
  "mode" | "asksReader" | "agreed" | "activeFrom" | "pausedSince"
> & { readonly state: string };

/** Returns what a customer reads before and during a call; null for a recording that is over. */
export function recordingNotice(
  { state, mode, asksReader, agreed, activeFrom, pausedSince }: NoticedRecording,
  isAnswered: boolean,
): RecordingNotice | null {
  const { before, during } = shownWordings[mode];
  if (asksReader) return notice(before, "question");
  if (state === "refused" || state === "failed") return notice("This call is not recorded.");
  if (state !== "pending" && state !== "recording" && state !== "paused") return null;
  if (pausedSince !== null || state === "paused") return notice("The recording is paused.");
  const choice = agreed === true ? "withdraw" : null;
  if (isAnswered && activeFrom !== null) return notice(during, choice);
  if (mode === "ask") return notice("This call will be recorded. You agreed.", choice);
  return notice(before);
}
