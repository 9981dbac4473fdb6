import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { associatedData, decodeHeader, tagSize, type ObjectIdentity } from "./sealed-format.ts";
import { SealingError } from "./sealing-error.ts";

/** Seals and opens the chunks of one object. */
export interface ChunkCipher {
  seal(plain: Uint8Array, index: number, isLast: boolean): Buffer;
  /** Throws unless this is the chunk of this index, and the last one if `isLast`. */
  open(sealed: Uint8Array, index: number, isLast: boolean): Buffer;
}

/** `header` is that of the sealed object. */
export function createChunkCipher(
  dataKey: KeyObject,
  header: Buffer,
  identity: ObjectIdentity,
): ChunkCipher {
  const prefix = decodeHeader(header);
  const object = associatedData(header, identity);
  const options = { authTagLength: tagSize };
  /** Returns the nonce, and what the tag covers. No two chunks of an object share a nonce. */
  const positionOf = (index: number, isLast: boolean) => {
    const position = Buffer.alloc(5);
    position.writeUInt32BE(index);
    position.writeUInt8(isLast ? 1 : 0, 4);
    const nonce = Buffer.concat([prefix, position.subarray(0, 4)]);
    return { nonce, covered: Buffer.concat([object, position]) };
  };
  return {
    seal(plain, index, isLast) {
      const { nonce, covered } = positionOf(index, isLast);
      const cipher = createCipheriv("aes-256-gcm", dataKey, nonce, options);
      cipher.setAAD(covered);
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, index, isLast) {
      const end = sealed.length - tagSize;
      if (end < 0) throw new SealingError("damaged");
      const { nonce, covered } = positionOf(index, isLast);
      const decipher = createDecipheriv("aes-256-gcm", dataKey, nonce, options);
      decipher.setAAD(covered);
      decipher.setAuthTag(sealed.subarray(end));
      const plain = decipher.update(sealed.subarray(0, end));
      try {
        decipher.final();
      } catch {
        throw new SealingError("damaged");
      }
      return plain;
    },
  };
}
