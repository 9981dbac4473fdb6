/** Splits a stream into pieces of one size. The last piece may be smaller. None is empty. */
export async function* splitIntoPieces(
  content: AsyncIterable<Uint8Array>,
  pieceSize: number,
): AsyncGenerator<Buffer> {
  let piece = Buffer.alloc(pieceSize);
  let filled = 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + pieceSize - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < pieceSize) continue;
      yield piece;
      piece = Buffer.alloc(pieceSize);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
