import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitIntoPieces } from "./split.ts";

describe("splitting a stream", () => {
  it("keeps every byte in its order, in pieces of one size", async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 30 }), async (chunks, pieceSize) => {
        // One buffer for all chunks, as some sources have.
        const shared = new Uint8Array(40);
        async function* stream() {
          for (const chunk of chunks) {
            shared.set(chunk);
            yield shared.subarray(0, chunk.length);
          }
        }
        const pieces: Buffer[] = [];
        for await (const piece of splitIntoPieces(stream(), pieceSize)) pieces.push(piece);
        expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
        for (const piece of pieces.slice(0, -1)) expect(piece).toHaveLength(pieceSize);
        for (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
      }),
    );
  });
});
