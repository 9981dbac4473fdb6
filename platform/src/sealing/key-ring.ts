import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  generateKeySync,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { SealingError } from "./sealing-error.ts";

/** Wraps the data keys of recordings with the keys of a deployment. */
export interface KeyRing {
  /** Encrypts a data key with the current key, for the database. It opens for this recording only. */
  wrap(dataKey: KeyObject, recordingId: string): string;
  unwrap(wrapped: string, recordingId: string): KeyObject;
  /** Wraps a data key with the current key. Returns the same text if it is wrapped so already. */
  rewrap(wrapped: string, recordingId: string): string;
}

interface WrappingKey {
  readonly id: string;
  readonly key: KeyObject;
}

const nonceSize = 12;
const tagSize = 16;
const keySize = 32;
const options = { authTagLength: tagSize };
const wrappedPattern = /^v1\.([\w-]+)\.([\w-]+)$/u;
const entryPattern = /^([\w-]{1,32}):([A-Za-z0-9+/]{43}=)$/u;

/** Makes the data key of a new recording. To lose it is to lose every copy of the recording. */
export const createDataKey = (): KeyObject => generateKeySync("aes", { length: keySize * 8 });

/**
 * Reads `RECORDING_KEYS`: `id:key` of each key, separated by commas, each key 32 bytes in Base64.
 * The first key wraps. The others still unwrap, until every data key is wrapped anew.
 */
export function readKeyRing(setting: string | undefined): KeyRing {
  if (setting === undefined || setting.trim() === "") throw new SealingError("keys_missing");
  const keys = setting.split(",").map((entry, at): WrappingKey => {
    const [, id, encoded] = entryPattern.exec(entry.trim()) ?? [];
    // The entry itself may contain a key, so that the message names its place only.
    if (id === undefined || encoded === undefined)
      throw new SealingError("keys_invalid", `entry ${at + 1} is wrong`);
    return { id, key: createSecretKey(Buffer.from(encoded, "base64")) };
  });
  const ids = keys.map(({ id }) => id);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at);
  if (twice !== -1) throw new SealingError("keys_invalid", `entry ${twice + 1} repeats an id`);
  return createKeyRing(keys);
}

function createKeyRing(keys: readonly WrappingKey[]): KeyRing {
  const [current] = keys;
  if (!current) throw new SealingError("keys_missing");
  const find = (id: string): WrappingKey => {
    const found = keys.find((key) => key.id === id);
    if (!found) throw new SealingError("unknown_key");
    return found;
  };
  const ring: KeyRing = {
    wrap: (dataKey, recordingId) =>
      `v1.${current.id}.${encrypt(current, dataKey, recordingId).toString("base64url")}`,
    unwrap(wrapped, recordingId) {
      const { id, bytes } = parse(wrapped);
      return decrypt(find(id), bytes, recordingId);
    },
    rewrap(wrapped, recordingId) {
      const dataKey = ring.unwrap(wrapped, recordingId);
      return parse(wrapped).id === current.id ? wrapped : ring.wrap(dataKey, recordingId);
    },
  };
  return ring;
}

function parse(wrapped: string): { readonly id: string; readonly bytes: Buffer } {
  const [, id, encoded] = wrappedPattern.exec(wrapped) ?? [];
  const bytes = Buffer.from(encoded ?? "", "base64url");
  if (id === undefined || bytes.length !== nonceSize + keySize + tagSize)
    throw new SealingError("wrapping_damaged");
  return { id, bytes };
}

const associatedData = (id: string, recordingId: string): Buffer =>
  Buffer.from(JSON.stringify(["synapse-voice data key", 1, id, recordingId]));

function encrypt({ id, key }: WrappingKey, dataKey: KeyObject, recordingId: string): Buffer {
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, options);
  cipher.setAAD(associatedData(id, recordingId));
  const encrypted = [cipher.update(dataKey.export()), cipher.final()];
  return Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]);
}

function decrypt({ id, key }: WrappingKey, bytes: Buffer, recordingId: string): KeyObject {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceSize), options);
  decipher.setAAD(associatedData(id, recordingId));
  decipher.setAuthTag(bytes.subarray(-tagSize));
  const plain = decipher.update(bytes.subarray(nonceSize, -tagSize));
  try {
    decipher.final();
  } catch {
    throw new SealingError("wrapping_damaged");
  }
  return createSecretKey(plain);
}
