import type { RecordingDetails, RecordingLane, RecordingSettings } from "@synapse-voice/contract";
import type { Call } from "../calls/domain/call.ts";
import { calleeLeg, callerLeg } from "../calls/domain/caller-callee.ts";
import type { CallParty } from "../calls/domain/leg.ts";
import type { Recording } from "../calls/domain/recording.ts";
import { visibleName, type Reader } from "../calls/domain/visible-party.ts";
import type { StoredRecording } from "./store/recording-store.ts";

const dayMs = 24 * 3_600_000;

const isoOrNull = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

type Retention = Pick<RecordingSettings, "retentionDays" | "retentionByDisposition">;

/** The people on each side of a recording. Between two agents, the caller is on the left. */
function sidesOf(call: Call): { readonly left: CallParty[]; readonly right: CallParty[] } {
  const parties = call.legs.filter(({ joinedAt }) => joinedAt !== null).map(({ party }) => party);
  const customers = parties.filter(({ type }) => type === "PORTAL_CUSTOMER");
  const left = customers.length > 0 ? customers : [callerLeg(call).party];
  const isLeft = new Set(left.map(({ userId }) => userId));
  return { left, right: parties.filter(({ userId }) => !isLeft.has(userId)) };
}

/** Makes the reply about a recording for one reader. */
export function detailsFor(
  call: Call,
  recording: Recording,
  stored: StoredRecording,
  reader: Reader,
  retention: Retention,
): RecordingDetails {
  const { startedAt, recordedLeft, recordedRight, metadata } = stored;
  const people = sidesOf(call);
  const lane = (side: "left" | "right", recordedSeconds: number | null): RecordingLane => ({
    people: people[side].map((party) => ({
      supabaseUserId: party.userId,
      type: party.type,
      name: visibleName(party, reader),
    })),
    recordedSeconds,
    spoken: (metadata?.speakers ?? [])
      .filter((speaker) => speaker.side === side)
      .map(({ supabaseUserId, from, to }) => ({ supabaseUserId, from, to })),
  });
  return {
    state: stored.state,
    mode: recording.mode,
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(stored.endedAt),
    left: lane("left", recordedLeft),
    right: lane("right", recordedRight),
    expectedSeconds: stored.expectedSeconds,
    recordedSeconds:
      recordedLeft === null || recordedRight === null
        ? null
        : Math.min(recordedLeft, recordedRight),
    durationSeconds: metadata?.durationSeconds ?? null,
    gaps: metadata?.gaps ?? [],
    pauses: metadata?.pauses ?? pausesSoFar(recording, startedAt),
    holds: metadata?.holds ?? [],
    consent: consentIn(call, recording, reader),
    failure: stored.failure,
    retainUntil: isoOrNull(retainUntil(call, stored, retention)),
    legalHold: stored.legalHold,
    deletedAt: isoOrNull(stored.deletedAt),
    deletedBy: stored.deletedBy,
  };
}

/** Returns the pauses of a file that is not finished. Those before its start are not in it. */
function pausesSoFar({ pauses }: Recording, startedAt: number | null): RecordingDetails["pauses"] {
  if (startedAt === null) return [];
  const seconds = (at: number): number => Math.max(0, at - startedAt) / 1000;
  return pauses
    .filter(({ endedAt }) => endedAt === null || endedAt > startedAt)
    .map((pause) => ({
      from: seconds(pause.startedAt),
      to: pause.endedAt === null ? null : seconds(pause.endedAt),
    }));
}

function consentIn(
  call: Call,
  { consents }: Recording,
  reader: Reader,
): RecordingDetails["consent"] {
  const last = consents.at(-1);
  if (!last) return null;
  const party = [callerLeg(call), calleeLeg(call)].find(
    (leg) => leg?.party.userId === last.userId,
  )?.party;
  return {
    agreed: last.agreed,
    at: new Date(last.givenAt).toISOString(),
    by: { supabaseUserId: last.userId, name: party ? visibleName(party, reader) : "" },
    wordingId: last.wordingId,
    version: last.version,
    language: last.language,
  };
}

/** Returns the time at which a recording expires; null if it is kept, or gone. */
function retainUntil(
  { endedAt }: Call,
  { disposition, legalHold, wrappedKey }: StoredRecording,
  { retentionDays, retentionByDisposition }: Retention,
): number | null {
  if (endedAt === null || legalHold || wrappedKey === null) return null;
  const rule = retentionByDisposition.find((one) => one.disposition === disposition);
  const days = rule ? rule.days : retentionDays;
  return days === null ? null : endedAt + days * dayMs;
}
