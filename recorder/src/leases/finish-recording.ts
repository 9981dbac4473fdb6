import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import { type ObjectStorage, StorageError } from "@synapse-voice/platform/object-storage";
import { SealingError } from "@synapse-voice/platform/sealing";
import type { KeyObject } from "node:crypto";
import type { Logger } from "pino";
import { makeFile } from "../finishing/finish.ts";
import type { Recording } from "../recordings/recording.ts";
import type { FinishedFile, Outcome, RecordingStore } from "../recordings/recording-store.ts";
import { withBackoff } from "../retries/backoff.ts";
import { keyOf } from "../storage/object-names.ts";

/** A recording whose file can't be made for this time after the call has failed. */
export const giveUpMs = 15 * 60_000;

export interface FinishDeps {
  readonly store: RecordingStore;
  readonly storage: ObjectStorage;
  readonly clock: Clock;
  readonly log: Logger;
  onFinished(outcome: Outcome, finishMs: number): void;
}

/**
 * Makes the file of a call that has ended, and writes what became of the recording. Tries again
 * while storage or database are away. Throws the reason of the signal if it is aborted.
 */
export async function finishRecording(
  recording: Recording,
  dataKey: KeyObject,
  signal: AbortSignal,
  { store, storage, clock, log, onFinished }: FinishDeps,
): Promise<void> {
  const since = clock.now();
  const endedAt = recording.endedAt ?? since;
  const warn = (error: unknown): void =>
    log.warn({ cause: messageOf(error) }, "can't finish a recording yet");
  const warnOrGiveUp = (error: unknown): void => {
    if (clock.now() - endedAt > giveUpMs) throw error;
    warn(error);
  };
  const persist = <T>(onFailure: (error: unknown) => void, work: () => Promise<T>): Promise<T> =>
    withBackoff({ clock, signal, firstMs: 500, longestMs: 15_000, onFailure }, work);

  if (!(await persist(warn, () => store.beginFinishing(recording, clock.now())))) return;
  const outcome = await persist(warnOrGiveUp, () => makeFile(recording, dataKey, storage)).catch(
    (error: unknown): Outcome => {
      signal.throwIfAborted();
      return { state: "failed", failure: failureOf(error), startedAt: endedAt, endedAt };
    },
  );
  const isWritten = await persist(warn, () => store.finish(recording, outcome, clock.now()));
  if (isWritten) {
    onFinished(outcome, clock.now() - since);
    logOutcome(log, outcome);
  }
  if (outcome.state !== "failed") await cleanUp(recording, outcome, isWritten, storage, log);
}

/**
 * Deletes what the file was made of. If the outcome was not written, since another recorder has the
 * recording or it was erased, the file is deleted. What is left is deleted with the recording.
 */
async function cleanUp(
  { storagePrefix }: Recording,
  { objectName, peaksName }: FinishedFile,
  isWritten: boolean,
  storage: ObjectStorage,
  log: Logger,
): Promise<void> {
  const own = [objectName, peaksName].map((name) => keyOf(storagePrefix, name));
  try {
    const waste: string[] = isWritten ? [] : own;
    if (isWritten)
      for await (const { key } of storage.list(storagePrefix))
        if (!own.includes(key)) waste.push(key);
    for (const key of waste) await storage.remove(key);
  } catch (error) {
    log.warn({ cause: messageOf(error) }, "can't delete the parts of a finished recording");
  }
}

/** Returns a code for what operators and people see. */
function failureOf(error: unknown): string {
  if (error instanceof StorageError) return `storage_${error.code}`;
  return error instanceof SealingError ? `sealing_${error.code}` : "internal";
}

function logOutcome(log: Logger, outcome: Outcome): void {
  if (outcome.state === "failed")
    return log.error({ cause: outcome.failure }, "a recording has failed");
  const { state, expectedSeconds, recordedLeft, recordedRight, objectBytes, metadata } = outcome;
  const gaps = metadata.gaps.length;
  log.info(
    { state, expectedSeconds, recordedLeft, recordedRight, objectBytes, gaps },
    "a recording is finished",
  );
}
