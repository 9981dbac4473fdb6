import { createHash } from "node:crypto";
import * as v from "valibot";
import type { Keychain } from "./keychain.ts";
import type { SessionStore } from "./session-store.ts";

/**
 * Length of one secret in base64. Windows accepts at most 2,560 bytes
 * (CRED_MAX_CREDENTIAL_BLOB_SIZE), which is less than a session needs.
 */
const pieceLength = 2_400;

/** Largest number of pieces. A session has 2 to 4. */
const maxPieces = 64;

/**
 * First secret of a text: the number of pieces that follow, and the hash of the whole text. A text
 * that was written only in part does not fit its hash, and reads as null.
 */
const Header = v.object({
  pieces: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxPieces)),
  sha256: v.string(),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function parseHeader(text: string | null): v.InferOutput<typeof Header> | null {
  if (text === null) return null;
  try {
    const parsed = v.safeParse(Header, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Stores the sign-in in the system's keychain, in pieces that every system accepts. */
export function createKeychainSessionStore(keychain: Keychain, service: string): SessionStore {
  const pieceName = (key: string, index: number): string => `${key}/${index}`;
  const readHeader = async (key: string) => parseHeader(await keychain.getPassword(service, key));
  /**
   * Removes the pieces of a text, and those that follow them. A write that was cut off has left
   * pieces without a header.
   */
  const removePieces = async (key: string, from: number, to: number): Promise<void> => {
    let removed = true;
    for (let index = from; index < to || (removed && index < maxPieces); index += 1)
      removed = await keychain.deletePassword(service, pieceName(key, index));
  };
  return {
    kind: "keychain",
    async read(key) {
      const header = await readHeader(key);
      if (header === null) return null;
      const pieces: string[] = [];
      for (let index = 0; index < header.pieces; index += 1)
        pieces.push((await keychain.getPassword(service, pieceName(key, index))) ?? "");
      const text = Buffer.from(pieces.join(""), "base64").toString("utf8");
      return sha256(text) === header.sha256 ? text : null;
    },
    async write(key, text) {
      const before = (await readHeader(key))?.pieces ?? 0;
      const encoded = Buffer.from(text, "utf8").toString("base64");
      const pieces = Math.ceil(encoded.length / pieceLength);
      for (let index = 0; index < pieces; index += 1) {
        await keychain.setPassword(
          service,
          pieceName(key, index),
          encoded.slice(index * pieceLength, (index + 1) * pieceLength),
        );
      }
      await keychain.setPassword(service, key, JSON.stringify({ pieces, sha256: sha256(text) }));
      await removePieces(key, pieces, before);
    },
    async remove(key) {
      const before = (await readHeader(key))?.pieces ?? 0;
      await keychain.deletePassword(service, key);
      await removePieces(key, 0, before);
    },
  };
}
