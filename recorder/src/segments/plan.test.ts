import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPieces, type SegmentRef } from "./plan.ts";

const ref = (attempt: number, startBlock: number, blocks: number): SegmentRef => ({
  attempt,
  startMs: startBlock * 20,
  blocks,
  load: () => Promise.resolve(null),
});

const plan = (refs: readonly SegmentRef[], from: number, to: number) =>
  planPieces(refs, from, to).map(({ fromBlock, toBlock, ref }) => [
    fromBlock,
    toBlock,
    ref && refs.indexOf(ref),
  ]);

describe("the plan of a file", () => {
  it("takes segments in the order of their times, and leaves out what is not asked for", () => {
    expect(plan([ref(1, 500, 500), ref(1, 0, 500)], 100, 700)).toEqual([
      [100, 500, 1],
      [500, 700, 0],
    ]);
  });

  it("has pieces without a segment where one is missing", () => {
    expect(plan([ref(1, 100, 50)], 0, 200)).toEqual([
      [0, 100, null],
      [100, 150, 0],
      [150, 200, null],
    ]);
    expect(plan([], 0, 200)).toEqual([[0, 200, null]]);
  });

  it("prefers the latest attempt, and uses an earlier one only where that has nothing", () => {
    expect(plan([ref(2, 300, 200), ref(1, 0, 500), ref(1, 500, 500)], 0, 1000)).toEqual([
      [0, 300, 1],
      [300, 500, 0],
      [500, 1000, 2],
    ]);
  });

  it("covers each block once and in order, with the latest attempt that has it", () => {
    const anyRef = fc
      .tuple(fc.nat(3), fc.nat(60), fc.integer({ min: 1, max: 25 }))
      .map((numbers) => ref(...numbers));
    fc.assert(
      fc.property(fc.array(anyRef, { maxLength: 12 }), (refs) => {
        let next = 10;
        for (const piece of planPieces(refs, 10, 70)) {
          expect(piece.fromBlock).toBe(next);
          next = piece.toBlock;
          for (let block = piece.fromBlock; block < piece.toBlock; block++) {
            const having = refs.filter(
              ({ startMs, blocks }) => startMs / 20 <= block && block < startMs / 20 + blocks,
            );
            const latest = Math.max(-1, ...having.map(({ attempt }) => attempt));
            const expected = having.filter(({ attempt }) => attempt === latest);
            expect(expected.length > 0 ? expected : [null]).toContain(piece.ref);
          }
        }
        expect(next).toBe(70);
      }),
    );
  });
});
