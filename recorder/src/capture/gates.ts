import type { OpenMark } from "../audio/timeline/marks.ts";
import type { Timeline } from "../audio/timeline/timeline.ts";
import type { Recording } from "../recordings/recording.ts";

/**
 * Time in ms by which the silence lasts longer than a pause. Sound of the pause can arrive after
 * it, held back by the network and its jitter buffer.
 */
const afterPauseMs = 400;

/** Closes the gates of a timeline in pauses and on hold, as the database tells of them. */
export function createGates(timeline: Pick<Timeline, "addGate">, placedAt: number) {
  const pauses = new Map<string, OpenMark>();
  const holds = new Map<string, OpenMark>();

  function open(marks: Map<string, OpenMark>, key: string, from: number, reason: string): OpenMark {
    const known = marks.get(key);
    if (known) return known;
    const fromMs = Math.max(0, from - placedAt);
    const mark = timeline.addGate({ side: "both", fromMs, reason });
    marks.set(key, mark);
    return mark;
  }

  return {
    /** `readAt` is the time at which the database was read. */
    update({ pauses: rows, parties, recordOnHold }: Recording, readAt: number): void {
      for (const { id, from, to } of rows) {
        const mark = open(pauses, id, from, "pause");
        if (to !== null) mark.end(to - placedAt + afterPauseMs);
      }
      const holding = new Set<string>();
      for (const { userId, holdSince } of recordOnHold ? [] : parties) {
        if (holdSince === null) continue;
        const key = `${userId} ${holdSince}`;
        holding.add(key);
        open(holds, key, holdSince, "hold");
      }
      for (const [key, mark] of holds) {
        if (holding.has(key)) continue;
        // The database does not keep when a hold ended. This reading is the first that shows it.
        mark.end(readAt - placedAt + afterPauseMs);
        holds.delete(key);
      }
    },
  };
}
