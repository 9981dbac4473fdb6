import { describe, expect, it } from "vitest";
import { encodeBroadcast, encodeFrame, parseFrame } from "./phoenix-frames.ts";

const frame = { joinRef: "1", ref: "2", topic: "realtime:a", event: "phx_join", payload: { n: 1 } };

function push(encoding: number, event: string, content: Buffer): Buffer {
  const names = ["1", "2", "realtime:ä", event, ""].map((text) => Buffer.from(text));
  return Buffer.concat([
    Buffer.from([3, ...names.map(({ length }) => length), encoding]),
    ...names,
    content,
  ]);
}

describe("frames of Phoenix", () => {
  it.each(["1.0.0", "2.0.0"] as const)(
    "are read as they were written, in version %s",
    (version) => {
      expect(parseFrame(version, Buffer.from(encodeFrame(version, frame)), false)).toEqual(frame);
    },
  );

  it("hold what a client says, as text", () => {
    const sent = {
      ...frame,
      event: "broadcast",
      payload: { type: "broadcast", event: "hello", payload: { n: 1 } },
    };
    expect(parseFrame("2.0.0", Buffer.from(encodeFrame("2.0.0", sent)), false).broadcast).toEqual({
      event: "hello",
      json: '{"n":1}',
    });
  });

  it("hold what a client says, as bytes of version 2", () => {
    expect(parseFrame("2.0.0", push(1, "grüß", Buffer.from('{ "n": 1 }')), true)).toMatchObject({
      joinRef: "1",
      ref: "2",
      topic: "realtime:ä",
      event: "broadcast",
      broadcast: { event: "grüß", json: '{"n":1}' },
    });
    expect(parseFrame("2.0.0", push(0, "raw", Buffer.from([0, 255])), true).broadcast).toEqual({
      event: "raw",
      bytes: Buffer.from([0, 255]),
    });
  });

  it.each([
    ["no JSON", Buffer.from("{"), false],
    ["JSON of another shape", Buffer.from("[1,2]"), false],
    ["an unknown kind", Buffer.from([9, 0, 0, 0, 0, 0, 0]), true],
    ["nothing", Buffer.alloc(0), true],
    ["bytes that are not the JSON they say", push(1, "x", Buffer.from("{")), true],
  ])("are refused when they are %s", (_what, data, isBinary) => {
    expect(() => parseFrame("2.0.0", data, isBinary)).toThrow(Error);
  });

  it("carry a broadcast in bytes to version 2 and as text to version 1", () => {
    const broadcast = { event: "call", json: '{"n":1}', id: "7" };
    const names = ["realtime:a", "call", '{"id":"7"}'];
    const bytes = Buffer.concat([
      Buffer.from([4, ...names.map(({ length }) => length), 1]),
      Buffer.from(`${names.join("")}{"n":1}`),
    ]);
    expect(encodeBroadcast("2.0.0", "realtime:a", broadcast)).toEqual(bytes);
    const text = {
      topic: "realtime:a",
      event: "broadcast",
      payload: { type: "broadcast", event: "call", payload: { n: 1 }, meta: { id: "7" } },
      ref: null,
      join_ref: null,
    };
    expect(JSON.parse(String(encodeBroadcast("1.0.0", "realtime:a", broadcast)))).toEqual(text);
  });

  it("fall back to text where a name is too long for bytes, and never hold raw bytes as text", () => {
    const topic = `realtime:${"a".repeat(300)}`;
    expect(
      JSON.parse(String(encodeBroadcast("2.0.0", topic, { event: "call", json: "{}" })))[2],
    ).toBe(topic);
    expect(
      encodeBroadcast("1.0.0", "realtime:a", { event: "raw", bytes: Buffer.from([1]) }),
    ).toBeUndefined();
  });
});
