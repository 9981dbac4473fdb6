import { recorderIdentityPrefix } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import { blockMs } from "../audio/format.ts";
import type { StereoEncoder } from "../audio/opus/stereo-encoder.ts";
import { createTimeline } from "../audio/timeline/timeline.ts";
import { type Recording, startOf } from "../recordings/recording.ts";
import type { RoomAudio } from "../rooms/room-audio.ts";
import { createSegmentBuilder } from "../segments/segment-builder.ts";
import type { Segment } from "../segments/segment.ts";
import { createGates } from "./gates.ts";
import { hearRoom } from "./hear-room.ts";
import { createKnownSound } from "./known-sound.ts";
import { sideOf } from "./sides.ts";

const tickMs = 100;
/** Before the answer, this much is kept, in case that the news of the answer come late. */
const unansweredMs = 5_000;

export interface CaptureDeps {
  readonly roomAudio: RoomAudio;
  readonly clock: Clock;
  readonly log: Logger;
  createEncoder(): StereoEncoder;
  /** Gets each segment when it is closed. */
  onSegment(segment: Segment): void;
}

export type Capture = ReturnType<typeof startCapture>;

/**
 * Captures the sound of a call, and makes segments of it. Nothing from before the answer or the
 * consent, and nothing from pauses, becomes part of a segment.
 */
export function startCapture(recording: Recording, { clock, ...deps }: CaptureDeps) {
  const { placedAt, attempt } = recording;
  const sinceStart = (): number => clock.now() - placedAt;
  let facts = recording;
  let cancelTick: () => void = () => undefined;
  const timeline = createTimeline({
    sideOf: (identity) => sideOf(facts.parties, identity),
    readFromMs: Math.max(0, sinceStart()),
  });
  const gates = createGates(timeline, placedAt);
  const known = createKnownSound(timeline);
  const builder = createSegmentBuilder({ attempt, encoder: deps.createEncoder(), timeline });

  const room = hearRoom(timeline, sinceStart, {
    ...deps,
    clock,
    roomName: recording.roomName,
    identityPrefix: `${recorderIdentityPrefix}${attempt}.`,
  });

  function pass(segment: Segment | null): void {
    if (segment) deps.onSegment(segment);
  }

  function write(untilMs: number): void {
    const start = startOf(facts);
    const startMs = start === null ? Infinity : start - placedAt;
    for (const block of timeline.read(untilMs))
      if (block.startMs + blockMs > startMs) pass(builder.add(block));
  }

  function tick(): void {
    cancelTick = clock.after(tickMs, tick);
    const nowMs = sinceStart();
    write(startOf(facts) === null ? nowMs - unansweredMs : known.limit(nowMs));
  }

  function end(untilMs: number): void {
    cancelTick();
    room.leave();
    write(untilMs);
    pass(builder.close());
  }

  tick();
  return {
    /** Tells what the database said at a time. */
    update(next: Recording, readAt: number): void {
      facts = next;
      known.noteRead(readAt - placedAt);
      gates.update(next, readAt);
    },

    /** Ends the capture at the end of the call. The last segment is passed on. */
    finish(): void {
      // The encoder's delay can make the file need one block more.
      end((facts.endedAt ?? placedAt) - placedAt + 2 * blockMs);
    },

    /** Ends the capture now. The last segment is passed on, with what may be written. */
    stop(): void {
      end(startOf(facts) === null ? 0 : Math.min(sinceStart(), known.knownUntilMs()));
    },

    /** Leaves the room, and drops what is not stored yet: another recorder has the recording. */
    abandon(): void {
      cancelTick();
      room.leave();
    },
  };
}
