import type { OpenMark } from "../audio/timeline/marks.ts";
import type { Timeline } from "../audio/timeline/timeline.ts";

/** Sound is written this late, so that late frames find their place. */
const readDelayMs = 1_000;
/** A change of the database is seen at the latest this long after its own time. */
const commitMs = 500;
/**
 * While the database can't be read, nobody knows whether there is a pause. So much sound is kept
 * until that is known. What is older is dropped.
 */
const maxUnreadMs = 30_000;

/**
 * Says up to which time the sound of a timeline may be written, because it is known whether there
 * was a pause. Times are ms since the recording's start.
 */
export function createKnownSound(timeline: Pick<Timeline, "addLoss">) {
  let knownUntilMs = 0;
  let loss: OpenMark | null = null;

  return {
    /** Tells when the database was read. */
    noteRead(readMs: number): void {
      knownUntilMs = readMs - commitMs;
    },

    /** Returns the time up to which all is known. */
    knownUntilMs: () => knownUntilMs,

    /** Returns the limit. What would be kept for too long is dropped. */
    limit(nowMs: number): number {
      const limitMs = Math.min(nowMs - readDelayMs, knownUntilMs);
      const oldestMs = nowMs - maxUnreadMs;
      if (limitMs >= oldestMs) {
        loss = null;
        return limitMs;
      }
      const fromMs = Math.max(0, limitMs);
      loss ??= timeline.addLoss({ side: "both", fromMs, reason: "database_away" });
      loss.end(oldestMs);
      return oldestMs;
    },
  };
}
