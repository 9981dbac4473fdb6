import type { Prisma } from "@synapse-voice/prisma";
import type { FinishedFile, Outcome } from "./recording-store.ts";

/** Returns the columns that tell an outcome. */
export function rowOfOutcome(outcome: Outcome): Prisma.RecordingUpdateManyMutationInput {
  const times = {
    state: outcome.state,
    startedAt: new Date(outcome.startedAt),
    endedAt: new Date(outcome.endedAt),
    leaseOwner: null,
    leaseUntil: null,
  };
  if (outcome.state === "failed") return { ...times, failure: outcome.failure };
  const { objectName, objectBytes, peaksName, metadata } = outcome;
  const { expectedSeconds, recordedLeft, recordedRight } = outcome;
  return {
    ...times,
    objectName,
    objectBytes,
    peaksName,
    metadata,
    expectedSeconds,
    recordedLeft,
    recordedRight,
  };
}

/** Returns the event that tells other systems of a file. */
export const recordingReadyEvent = (callId: string, file: FinishedFile) => ({
  type: "recording.ready",
  payload: {
    callId,
    state: file.state,
    startedAt: new Date(file.startedAt).toISOString(),
    endedAt: new Date(file.endedAt).toISOString(),
    durationSeconds: file.metadata.durationSeconds,
    expectedSeconds: file.expectedSeconds,
    recordedSeconds: Math.min(file.recordedLeft, file.recordedRight),
  },
});
