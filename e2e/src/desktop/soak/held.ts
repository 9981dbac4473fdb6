import { holdingsOf } from "../../media/page-memory.ts";
import type { Desktop } from "../harness/app.ts";

/** Classes of the browser whose objects a call makes in the page of the console. */
const callClasses = ["RTCPeerConnection", "MediaStreamTrack", "AudioContext", "MessagePort"];

/** Memory and objects that the app holds between two calls. */
export interface Held {
  /** Sizes that may move a little: bytes of the heaps, and parts of the page. */
  readonly sizes: Readonly<Record<"mainHeap" | "pageHeap" | "pageNodes" | "pageListeners", number>>;
  /** Numbers that must be the same again: listeners, timers, windows, processes and objects. */
  readonly counts: Readonly<Record<string, number>>;
  /** Megabytes of the processes, as the system counts them. */
  readonly resident: Readonly<Record<"main" | "page", number>>;
}

interface TestGlobals {
  testMeasure(): {
    heap: number;
    resident: Held["resident"];
    counts: Record<string, number>;
  };
}

/** Measures what the app holds now. */
export async function heldBy({ app, page }: Desktop): Promise<Held> {
  const { heap: pageHeap, nodes, listeners, objects } = await holdingsOf(page, callClasses);
  const { heap, resident, counts } = await app.evaluate(() =>
    (globalThis as unknown as TestGlobals).testMeasure(),
  );
  return {
    sizes: { mainHeap: heap, pageHeap, pageNodes: nodes, pageListeners: listeners },
    counts: { ...counts, ...objects },
    resident,
  };
}

/** Returns the smallest number of each count. Timers and objects may be there a moment longer. */
export const smallestCounts = (all: readonly Held[]): Held["counts"] =>
  Object.fromEntries(
    Object.keys(all[0]?.counts ?? {}).map((name) => [
      name,
      Math.min(...all.map(({ counts }) => counts[name] ?? 0)),
    ]),
  );

/** Returns the counts that are larger than in the base: the base, and now. */
export const grownCounts = (
  base: Held["counts"],
  now: Held["counts"],
): Readonly<Record<string, readonly [base: number, now: number]>> =>
  Object.fromEntries(
    Object.entries(now)
      .filter(([name, count]) => count > (base[name] ?? 0))
      .map(([name, count]) => [name, [base[name] ?? 0, count] as const]),
  );
