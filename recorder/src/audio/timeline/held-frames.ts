import { samplesPerMs } from "../format.ts";

/** Frames are held for this time, and again for it after a better sign of their place. */
const holdFor = 300 * samplesPerMs;
const betterSign = 20 * samplesPerMs;

/** Keeps frames whose place is not clear yet. All numbers are samples. */
export function createHeldFrames() {
  let frames: Int16Array[] = [];
  let length = 0;
  let least = Infinity;
  let decideAt = Infinity;

  return {
    isEmpty: () => frames.length === 0,
    length: () => length,
    /** The lateness of the most punctual frame. */
    leastLateness: () => least,
    isTimeToDecide: (now: number) => now >= decideAt,

    add(samples: Int16Array, lateness: number, arrivedAt: number): void {
      frames.push(samples.slice());
      length += samples.length;
      if (lateness < least - betterSign) decideAt = arrivedAt + holdFor;
      least = Math.min(least, lateness);
    },

    take(): readonly Int16Array[] {
      const taken = frames;
      frames = [];
      length = 0;
      least = Infinity;
      decideAt = Infinity;
      return taken;
    },
  };
}
