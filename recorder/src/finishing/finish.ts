import type { RecordingMetadata } from "@synapse-voice/contract";
import { parseIdentity } from "@synapse-voice/platform/media-server";
import type { ObjectStorage } from "@synapse-voice/platform/object-storage";
import { seal } from "@synapse-voice/platform/sealing";
import type { KeyObject } from "node:crypto";
import { crc32 } from "../audio/crc32.ts";
import { blockMs } from "../audio/format.ts";
import type { Span } from "../audio/spans.ts";
import type { Marked } from "../audio/timeline/marks.ts";
import { type Recording, startOf } from "../recordings/recording.ts";
import type { Outcome } from "../recordings/recording-store.ts";
import { joinSegments } from "../segments/join.ts";
import type { RecordingMetadata as JoinedMetadata } from "../segments/metadata.ts";
import { fileName, keyOf, peaksName } from "../storage/object-names.ts";
import { listSegments } from "../storage/stored-segments.ts";

/** A recording is complete if no more than this is missing on either side. */
const toleratedSeconds = 0.3;

/**
 * Makes one file of the stored segments of a call that has ended, and stores it with its peaks.
 * Returns what the database should say of it. Throws if the storage can't be used.
 */
export async function makeFile(
  recording: Recording,
  dataKey: KeyObject,
  storage: ObjectStorage,
): Promise<Outcome> {
  const { callId, attempt, placedAt, storagePrefix, endedAt, pauses } = recording;
  const start = startOf(recording);
  if (start === null || endedAt === null) throw new Error("The call was not recorded, or lives");
  // A call can end right after its answer. An empty file would be a trap for players.
  const end = Math.max(endedAt, start + blockMs);
  const range: Span = { fromMs: start - placedAt, toMs: end - placedAt };
  const refs = await listSegments(storage, { callId, storagePrefix, dataKey });
  const times = { startedAt: start, endedAt: end };
  if (refs.length === 0) return { state: "failed", failure: "no_recorder", ...times };

  const joined = joinSegments(refs, {
    startMs: range.fromMs,
    endMs: range.toMs,
    serial: crc32(Buffer.from(callId)),
    comments: { RECORDING: callId },
    gates: pauses.map(({ from, to }): Marked => ({
      side: "both",
      fromMs: from - placedAt,
      toMs: (to ?? end) - placedAt,
      reason: "pause",
    })),
  });
  let objectBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of joined.chunks) {
      objectBytes += chunk.length;
      yield chunk;
    }
  }
  const put = (name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> =>
    storage.put(keyOf(storagePrefix, name), seal(content, dataKey, { recordingId: callId, name }));
  const names = { objectName: fileName(attempt), peaksName: peaksName(attempt) };
  await put(names.objectName, counted());
  await put(names.peaksName, joined.peaks());
  const metadata = joined.metadata();
  const { left, right } = metadata;
  const expectedSeconds = Math.max(left.expectedSeconds, right.expectedSeconds);
  const recorded = { recordedLeft: left.recordedSeconds, recordedRight: right.recordedSeconds };
  if (expectedSeconds > 0 && left.recordedSeconds + right.recordedSeconds === 0)
    return { state: "failed", failure: "all_lost", ...times };
  const isWhole = [left, right].every(
    (side) => side.expectedSeconds - side.recordedSeconds <= toleratedSeconds,
  );
  return {
    state: isWhole ? "complete" : "partial",
    ...times,
    ...names,
    objectBytes,
    expectedSeconds,
    ...recorded,
    metadata: toContract(metadata),
  };
}

/** Returns the metadata in the form of the contract: by person, and not by participant. */
function toContract({ durationSeconds, speakers, gates, gaps }: JoinedMetadata): RecordingMetadata {
  const spansOf = (wanted: string) =>
    gates.filter(({ reason }) => reason === wanted).map(({ from, to }) => ({ from, to }));
  return {
    durationSeconds,
    speakers: speakers.map(({ identity, ...span }) => ({
      supabaseUserId: parseIdentity(identity)?.userId ?? identity,
      ...span,
    })),
    gaps: [...gaps],
    pauses: spansOf("pause"),
    holds: spansOf("hold"),
  };
}
