import type { RecordingDetails } from "@synapse-voice/contract";
import { noticeWords, shortName, type IconName } from "@synapse-voice/react";
import { dateWords } from "./RecordingFacts.tsx";

/** Text of a state of a recording, beside or instead of the player. */
export interface StateWords {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
}

const pendingTexts: Readonly<Record<RecordingDetails["mode"], string>> = {
  notice: "It begins when the call is answered.",
  ask: "It begins when the other person agrees.",
  agent: "It begins when an agent of the call starts it.",
};

/** Returns what is missing of a recording, in seconds, of the side that misses more. */
const missingSeconds = ({ expectedSeconds, recordedSeconds }: RecordingDetails): number =>
  Math.max(1, Math.round((expectedSeconds ?? 0) - (recordedSeconds ?? 0)));

const whenDeleted = ({ deletedAt }: RecordingDetails): string =>
  deletedAt === null ? "" : ` on ${dateWords(deletedAt)}`;

/** Returns the words of a recording's state; null for one that is complete. */
export function stateWords(details: RecordingDetails): StateWords | null {
  const { state, mode, consent, durationSeconds } = details;
  switch (state) {
    case "pending":
      return { icon: "clock", title: "Not recording yet", text: pendingTexts[mode] };
    case "recording":
      return {
        icon: "mic",
        title: "Recording now",
        text: "You can listen a minute after the call.",
      };
    case "paused":
      return {
        icon: "pause",
        title: "The recording is paused",
        text: "The call goes on. Nothing of it is recorded until someone resumes.",
      };
    case "finishing":
      return {
        icon: "hourglass",
        title: "The recording is being finished",
        text: "It shows here by itself, within about a minute.",
      };
    case "complete":
      return durationSeconds === null || durationSeconds === 0
        ? { icon: "volume-x", title: "There is no sound in this recording" }
        : null;
    case "partial":
      return {
        icon: "triangle-alert",
        title: `${missingSeconds(details)} s of this recording are missing`,
        text: "The rest is whole. What is missing is silent and marked below.",
      };
    case "failed":
      return {
        icon: "triangle-alert",
        title: "This call was not recorded",
        text: "The call itself was not affected. If it happens again, tell an admin.",
      };
    case "refused":
      return {
        icon: "mic-off",
        title:
          consent === null
            ? "Not recorded: nobody agreed to it"
            : `Not recorded: ${shortName(consent.by.name)} did not agree`,
      };
    case "expired":
      return {
        icon: "clock",
        title: `This recording was deleted${whenDeleted(details)}`,
        text: "Your company keeps recordings for a limited time.",
      };
    case "erased":
      return {
        icon: "lock",
        title: `This recording was deleted${whenDeleted(details)}`,
        text: "An admin had it deleted for good.",
      };
  }
}

/** Returns the words for a person who can't get at a recording; null for other errors. */
export function accessWords(code: string): StateWords | null {
  if (code === "forbidden")
    return {
      icon: "lock",
      title: "You can't listen to this recording",
      text: "Your role doesn't allow it. Ask an admin of your team.",
    };
  if (code === "recording_not_found" || code === "call_not_found")
    return { icon: "mic-off", title: "There is no recording of this call" };
  return null;
}

/** Returns why a recording can't be downloaded. */
export function linkProblem(code: string): string {
  const { title, detail } = noticeWords(code, "agent");
  return `Not downloaded: ${title}.${detail === undefined ? "" : ` ${detail}`}`;
}
