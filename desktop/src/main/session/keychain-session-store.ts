import { createHash } from "node:crypto";
import * as v from "valibot";
import type { SessionStore } from "./session-store.ts";

/** What of keytar is used: a service's secrets by account name, in the system's keychain. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/**
 * Windows takes 2,560 bytes a secret (CRED_MAX_CREDENTIAL_BLOB_SIZE), less than a session has;
 * base64 in pieces of 2,400 fits everywhere.
 */
const pieceLength = 2_400;

/**
 * First entry of a text: how many pieces follow, and what they must add up to, so that a
 * half-written text reads as none.
 */
const Head = v.object({
  pieces: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
  sha256: v.string(),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

function parseHead(text: string | null): v.InferOutput<typeof Head> | null {
  if (text === null) return null;
  try {
    const parsed = v.safeParse(Head, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Keeps the sign-in in the system's keychain, cut into pieces that every system takes. */
export function createKeychainSessionStore(keychain: Keychain, service: string): SessionStore {
  const pieceName = (key: string, index: number): string => `${key}/${index}`;
  const readHead = async (key: string) => parseHead(await keychain.getPassword(service, key));
  const removePieces = async (key: string, from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 1)
      await keychain.deletePassword(service, pieceName(key, index));
  };
  return {
    kind: "keychain",
    async read(key) {
      const head = await readHead(key);
      if (head === null) return null;
      const pieces: string[] = [];
      for (let index = 0; index < head.pieces; index += 1)
        pieces.push((await keychain.getPassword(service, pieceName(key, index))) ?? "");
      const text = Buffer.from(pieces.join(""), "base64").toString("utf8");
      return sha256(text) === head.sha256 ? text : null;
    },
    async write(key, text) {
      const before = (await readHead(key))?.pieces ?? 0;
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
      const before = (await readHead(key))?.pieces ?? 0;
      await keychain.deletePassword(service, key);
      await removePieces(key, 0, before);
    },
  };
}
