import {
  callHistory,
  callRecording,
  peaksOf,
  recordingLink,
  recordingPeaks,
  type RecordingDetails,
  type RecordingPeaks,
} from "@synapse-voice/contract";
import type { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { anEntry, history, now } from "./samples.ts";

const person = (supabaseUserId: string, name: string, type: "PORTAL_CUSTOMER" | "CRM_USER") => ({
  supabaseUserId,
  name,
  type,
});
const carl = person("carl", "Carl Customer", "PORTAL_CUSTOMER");
const ada = person("ada", "Ada Agent", "CRM_USER");

/** Parts in which a person speaks: 6 s of every 12. */
const turns = (supabaseUserId: string, first: number, untilSeconds: number) =>
  Array.from({ length: Math.ceil((untilSeconds - first) / 12) }, (_, index) => ({
    supabaseUserId,
    from: first + 12 * index,
    to: Math.min(first + 12 * index + 6, untilSeconds),
  }));

/** Makes the recording of the first call of the history, of 4:07 between Carl and Ada. */
export function aRecording(change: Partial<RecordingDetails> = {}): RecordingDetails {
  const { durationSeconds = 247 } = change;
  const seconds = durationSeconds ?? 0;
  const startedAt = now - 24 * 60_000;
  return {
    state: "complete",
    mode: "notice",
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(startedAt + 1000 * seconds).toISOString(),
    left: { people: [carl], recordedSeconds: seconds, spoken: turns("carl", 0, seconds) },
    right: { people: [ada], recordedSeconds: seconds, spoken: turns("ada", 6, seconds) },
    expectedSeconds: seconds,
    recordedSeconds: seconds,
    durationSeconds,
    gaps: [],
    pauses: [],
    holds: [],
    consent: null,
    failure: null,
    retainUntil: "2026-04-09T11:40:00.000Z",
    legalHold: false,
    deletedAt: null,
    deletedBy: null,
    ...change,
  };
}

/** A recording that is not finished, or has no sound any more. */
export const withoutSound = (
  state: RecordingDetails["state"],
  change: Partial<RecordingDetails> = {},
): RecordingDetails =>
  aRecording({
    state,
    endedAt: null,
    durationSeconds: null,
    expectedSeconds: null,
    recordedSeconds: null,
    retainUntil: null,
    ...change,
  });

/** Makes the peaks of a recording: loud where somebody speaks, and silence in pauses and gaps. */
export function peaksFor(details: RecordingDetails): RecordingPeaks {
  const cellMs = 400;
  const silent = [...details.pauses, ...details.holds, ...details.gaps];
  const levels = ({ spoken }: RecordingDetails["left"]): number[] =>
    Array.from(
      { length: Math.ceil(((details.durationSeconds ?? 0) * 1000) / cellMs) },
      (_, cell) => {
        const at = (cell * cellMs) / 1000;
        const isIn = ({ from, to }: { from: number; to: number | null }): boolean =>
          from <= at && at < (to ?? Infinity);
        if (silent.some(isIn)) return 0;
        return spoken.some(isIn) ? 40 + ((cell * 7919) % 20) : (cell * 31) % 8;
      },
    );
  return { cellMs, left: peaksOf(levels(details.left)), right: peaksOf(levels(details.right)) };
}

/** Lets the first call of a client's history have a recording. */
export function keepRecording(
  client: FakeCallClient,
  details: RecordingDetails | ApiError | (() => Promise<RecordingDetails>),
): void {
  const state = "state" in details ? details.state : "complete";
  client.reply(callHistory, [
    anEntry("1", 0.4, { duration: 247, recording: state }),
    ...history.slice(1),
  ]);
  client.reply(callRecording, details);
  if (!("state" in details)) return;
  client.reply(recordingPeaks, peaksFor(details));
  let links = 0;
  client.reply(recordingLink, () => ({
    url: `/api/voip/calls/1/recording/audio?token=${(links += 1)}`,
    expiresAt: new Date(now + 60_000).toISOString(),
  }));
}
