import * as v from "valibot";

export const versions = ["1.0.0", "2.0.0"] as const;
export type Version = (typeof versions)[number];

export type Frame = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

/**
 * A message of a topic: JSON as text, or raw bytes. `id` is that of its row if it came from the
 * database.
 */
export type BroadcastContent = { event: string; json: string } | { event: string; bytes: Buffer };
export type Broadcast = BroadcastContent & { id?: string };

const Ref = v.nullish(v.string(), null);
const FrameV1 = v.object({
  topic: v.string(),
  event: v.string(),
  payload: v.unknown(),
  ref: Ref,
  join_ref: Ref,
});
const FrameV2 = v.strictTuple([
  v.nullable(v.string()),
  v.nullable(v.string()),
  v.string(),
  v.string(),
  v.unknown(),
]);
const Envelope = v.object({ event: v.string(), payload: v.optional(v.unknown(), {}) });

/**
 * Parses a client's frame. The content of a broadcast is returned separately. Throws if the data is
 * no frame.
 */
export function parseFrame(
  version: Version,
  data: Buffer,
  isBinary: boolean,
): Frame & { broadcast?: BroadcastContent } {
  if (isBinary) return parseBinaryFrame(data);
  const json: unknown = JSON.parse(data.toString("utf8"));
  const frame =
    version === "1.0.0" ? fromV1(v.parse(FrameV1, json)) : fromV2(v.parse(FrameV2, json));
  if (frame.event !== "broadcast") return frame;
  const { event, payload } = v.parse(Envelope, frame.payload);
  return { ...frame, broadcast: { event, json: JSON.stringify(payload) } };
}

function fromV1({
  join_ref: joinRef,
  ref,
  topic,
  event,
  payload,
}: v.InferOutput<typeof FrameV1>): Frame {
  return { joinRef, ref, topic, event, payload };
}

function fromV2([joinRef, ref, topic, event, payload]: v.InferOutput<typeof FrameV2>): Frame {
  return { joinRef, ref, topic, event, payload };
}

const clientBroadcast = 3;
const serverBroadcast = 4;
const rawBytes = 0;
const jsonText = 1;

/**
 * Parses a broadcast of protocol 2: kind, five lengths, encoding, then join ref, ref, topic, event,
 * metadata, content.
 */
function parseBinaryFrame(data: Buffer): Frame & { broadcast: BroadcastContent } {
  if (data[0] !== clientBroadcast || data.length < 7) throw new Error("unknown binary frame");
  const encoding = data[6];
  let offset = 7;
  const [joinRef = "", ref = "", topic = "", event = ""] = [...data.subarray(1, 6)].map(
    (length) => {
      offset += length;
      return data.toString("utf8", offset - length, offset);
    },
  );
  const content = data.subarray(offset);
  const broadcast =
    encoding === rawBytes
      ? { event, bytes: Buffer.from(content) }
      : { event, json: JSON.stringify(JSON.parse(content.toString("utf8"))) };
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: "broadcast",
    payload: undefined,
    broadcast,
  };
}

export function encodeFrame(
  version: Version,
  { joinRef, ref, topic, event, payload }: Frame,
): string {
  return JSON.stringify(
    version === "1.0.0"
      ? { topic, event, payload, ref, join_ref: joinRef }
      : [joinRef, ref, topic, event, payload],
  );
}

/**
 * Returns undefined if the protocol version can't carry the broadcast: version 1 has no raw bytes,
 * and names in version 2 have at most 255 bytes.
 */
export function encodeBroadcast(
  version: Version,
  topic: string,
  broadcast: Broadcast,
): string | Buffer | undefined {
  const names = [
    topic,
    broadcast.event,
    broadcast.id === undefined ? "" : JSON.stringify({ id: broadcast.id }),
  ].map((text) => Buffer.from(text));
  const isShort = names.every((name) => name.length <= 255);
  if (version === "2.0.0" && isShort) return encodeBinary(names, broadcast);
  if ("bytes" in broadcast) return undefined;
  const meta = broadcast.id === undefined ? {} : { meta: { id: broadcast.id } };
  const payload: unknown = {
    type: "broadcast",
    event: broadcast.event,
    payload: JSON.parse(broadcast.json),
    ...meta,
  };
  return encodeFrame(version, { joinRef: null, ref: null, topic, event: "broadcast", payload });
}

function encodeBinary(names: Buffer[], broadcast: Broadcast): Buffer {
  const [encoding, content] =
    "bytes" in broadcast ? [rawBytes, broadcast.bytes] : [jsonText, Buffer.from(broadcast.json)];
  return Buffer.concat([
    Buffer.from([serverBroadcast, ...names.map((name) => name.length), encoding]),
    ...names,
    content,
  ]);
}
