import type { Clock } from "@synapse-voice/platform/clock";
import { messageOf } from "@synapse-voice/platform/errors";
import type { ObjectStorage } from "@synapse-voice/platform/object-storage";
import { seal } from "@synapse-voice/platform/sealing";
import type { Logger } from "pino";
import { withBackoff } from "../retries/backoff.ts";
import { encodeSegment } from "../segments/segment-format.ts";
import type { Segment } from "../segments/segment.ts";
import { keyOf, segmentName } from "./object-names.ts";
import type { StoredRecording } from "./stored-segments.ts";

/** Pauses before the next attempt to store a segment: the first one, and the longest one. */
const firstPauseMs = 500;
const longestPauseMs = 10_000;
/**
 * So much sound waits for a storage that is away, for all calls of the process: more than three
 * hours of one call. Beyond it, the oldest segments are dropped.
 */
const defaultMaxBytes = 64 * 1024 * 1024;

export interface UploadsDeps {
  readonly storage: ObjectStorage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly maxBytes?: number;
  onStored?(): void;
  onDropped?(): void;
}

/** The segments of one recording on their way to the storage, in their order. */
export interface SegmentQueue {
  add(segment: Segment): void;
  /** Resolves when no segment waits. */
  whenEmpty(): Promise<void>;
  /** Drops what waits, without a trace. */
  abandon(): void;
}

export interface SegmentUploads {
  open(recording: StoredRecording): SegmentQueue;
  /** The bytes that wait at present. */
  readonly waitingBytes: number;
}

/** Seals segments and stores them. Tries again, for as long as it takes, when the storage fails. */
export function createSegmentUploads(deps: UploadsDeps): SegmentUploads {
  const { maxBytes = defaultMaxBytes } = deps;
  let waitingBytes = 0;
  const room = {
    isFull: () => waitingBytes > maxBytes,
    note: (bytes: number) => void (waitingBytes += bytes),
  };
  return {
    open: (recording) => openQueue(recording, deps, room),
    get waitingBytes() {
      return waitingBytes;
    },
  };
}

/** The room that the queues of a process share. */
type SharedRoom = { isFull(): boolean; note(bytes: number): void };
type Waiting = { readonly name: string; readonly bytes: Uint8Array };

function openQueue(
  { callId, storagePrefix, dataKey }: StoredRecording,
  { storage, clock, log, onStored, onDropped }: UploadsDeps,
  room: SharedRoom,
): SegmentQueue {
  const queue: Waiting[] = [];
  const abort = new AbortController();
  const { signal } = abort;
  let running: Promise<void> | null = null;

  function remove(entry: Waiting): boolean {
    const index = queue.indexOf(entry);
    if (index === -1) return false;
    queue.splice(index, 1);
    room.note(-entry.bytes.length);
    return true;
  }

  function dropOldest(): void {
    const [oldest] = queue;
    if (!oldest || !remove(oldest)) return;
    log.error({ callId }, "the storage is away for too long: a part of a recording is lost");
    onDropped?.();
  }

  /** Stores the oldest segment, which can be another one after a failure. */
  async function storeOldest(): Promise<void> {
    const [entry] = queue;
    if (!entry) return;
    const { name, bytes } = entry;
    const sealed = seal(bytes, dataKey, { recordingId: callId, name });
    await storage.put(keyOf(storagePrefix, name), sealed, { signal });
    if (remove(entry)) onStored?.();
  }

  async function storeAll(): Promise<void> {
    const onFailure = (error: unknown): void =>
      log.warn({ callId, cause: messageOf(error) }, "can't store a part of a recording yet");
    const backoff = { clock, signal, firstMs: firstPauseMs, longestMs: longestPauseMs, onFailure };
    while (queue.length > 0 && !signal.aborted)
      await withBackoff(backoff, storeOldest).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    running = null;
  }

  return {
    add(segment) {
      if (signal.aborted) return;
      const { attempt, startMs, packets } = segment;
      const name = segmentName({ attempt, startMs, blocks: packets.length });
      const bytes = encodeSegment(segment);
      queue.push({ name, bytes });
      room.note(bytes.length);
      while (room.isFull() && queue.length > 0) dropOldest();
      if (queue.length > 0) running ??= storeAll();
    },
    whenEmpty: () => running ?? Promise.resolve(),
    abandon() {
      abort.abort();
      for (let entry = queue[0]; entry; entry = queue[0]) remove(entry);
    },
  };
}
