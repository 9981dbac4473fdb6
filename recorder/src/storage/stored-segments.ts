import { type ObjectStorage, StorageError } from "@synapse-voice/platform/object-storage";
import { openRange, SealingError } from "@synapse-voice/platform/sealing";
import type { KeyObject } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { SegmentRef } from "../segments/plan.ts";
import { decodeSegment, SegmentError } from "../segments/segment-format.ts";
import type { Segment } from "../segments/segment.ts";
import {
  keyOf,
  parseSegmentKey,
  segmentFolder,
  segmentName,
  type SegmentName,
} from "./object-names.ts";

export type StoredRecording = {
  readonly callId: string;
  readonly storagePrefix: string;
  readonly dataKey: KeyObject;
};

/** Segments are read before they are needed, so many at a time. */
const readAhead = 8;

/** Lists the stored segments of a recording. Loading one reads those after it, too. */
export async function listSegments(
  storage: ObjectStorage,
  recording: StoredRecording,
): Promise<SegmentRef[]> {
  const names: SegmentName[] = [];
  for await (const { key } of storage.list(segmentFolder(recording.storagePrefix))) {
    const name = parseSegmentKey(key);
    if (name) names.push(name);
  }
  names.sort((a, b) => a.startMs - b.startMs || a.attempt - b.attempt);
  const loads: (Promise<Segment | null> | undefined)[] = [];
  const load = (index: number): Promise<Segment | null> => {
    for (let next = index; next < Math.min(names.length, index + readAhead); next++) {
      const name = names[next];
      if (!name || loads[next]) continue;
      const loading = loadSegment(storage, recording, segmentName(name));
      // The error is thrown to whoever loads this segment.
      loading.catch(() => undefined);
      loads[next] = loading;
    }
    const loaded = loads[index] ?? Promise.resolve(null);
    // It may be needed again, but rarely. Memory is.
    loads[index] = undefined;
    return loaded;
  };
  return names.map((name, index) => ({ ...name, load: () => load(index) }));
}

/** Returns null if the segment is gone or damaged. Throws if the storage can't be read. */
async function loadSegment(
  storage: ObjectStorage,
  { callId, storagePrefix, dataKey }: StoredRecording,
  name: string,
): Promise<Segment | null> {
  try {
    const key = keyOf(storagePrefix, name);
    const stream = await openRange(storage, key, dataKey, { recordingId: callId, name });
    return decodeSegment(await buffer(stream));
  } catch (error) {
    const isGone = error instanceof StorageError && error.code === "not_found";
    if (isGone || error instanceof SealingError || error instanceof SegmentError) return null;
    throw error;
  }
}
