import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createLog } from "../log.ts";
import { createFakeObjectStorage } from "../object-storage/fake-object-storage.ts";
import { createDataKey, readKeyRing } from "./key-ring.ts";
import { openRange } from "./open-range.ts";
import { seal } from "./seal.ts";
import type { SealingErrorCode } from "./sealing-error.ts";

const failsWith = (code: SealingErrorCode) =>
  expect.objectContaining({ name: "SealingError", code });
const newKey = () => randomBytes(32).toString("base64");
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe("the keys of a deployment", () => {
  it("wrap a data key for one recording", () => {
    const ring = readKeyRing(`2026:${newKey()}`);
    const dataKey = createDataKey();
    const wrapped = ring.wrap(dataKey, "recording-1");
    expect(wrapped).toMatch(/^v1\.2026\.[\w-]{80}$/u);
    expect(ring.unwrap(wrapped, "recording-1").equals(dataKey)).toBe(true);
    expect(ring.wrap(dataKey, "recording-1")).not.toBe(wrapped);
    expect(thrownBy(() => ring.unwrap(wrapped, "recording-2"))).toEqual(
      failsWith("wrapping_damaged"),
    );
  });

  it("are replaced one by one, while every recording still opens", () => {
    const [first, second] = [`first:${newKey()}`, `second:${newKey()}`];
    const dataKey = createDataKey();
    const old = readKeyRing(first).wrap(dataKey, "recording-1");
    const both = readKeyRing(` ${second} , ${first} `);
    expect(both.unwrap(old, "recording-1").equals(dataKey)).toBe(true);
    const renewed = both.rewrap(old, "recording-1");
    expect(renewed).toMatch(/^v1\.second\./u);
    expect(both.rewrap(renewed, "recording-1")).toBe(renewed);
    const onlySecond = readKeyRing(second);
    expect(onlySecond.unwrap(renewed, "recording-1").equals(dataKey)).toBe(true);
    expect(thrownBy(() => onlySecond.unwrap(old, "recording-1"))).toEqual(failsWith("unknown_key"));
    expect(thrownBy(() => onlySecond.rewrap(old, "recording-1"))).toEqual(failsWith("unknown_key"));
  });

  it("refuse a wrapped key that was changed in any character", () => {
    const key = newKey();
    const ring = readKeyRing(`a:${key},b:${key}`);
    const wrapped = ring.wrap(createDataKey(), "recording-1");
    for (let at = 0; at < wrapped.length; at += 1) {
      const changed =
        wrapped.slice(0, at) + (wrapped[at] === "b" ? "c" : "b") + wrapped.slice(at + 1);
      const outcome = thrownBy(() => ring.unwrap(changed, "recording-1"));
      expect([changed, outcome]).toEqual([changed, failsWith("wrapping_damaged")]);
    }
    for (const text of ["", "v1", "v1.a.", wrapped.slice(0, -1), `${wrapped}AAAA`]) {
      const outcome = thrownBy(() => ring.unwrap(text, "recording-1"));
      expect([text, outcome]).toEqual([text, failsWith("wrapping_damaged")]);
    }
  });

  it("stop the start if they are missing or wrong, without being shown", () => {
    const key = newKey();
    for (const setting of [undefined, "", "  "])
      expect(thrownBy(() => readKeyRing(setting))).toEqual(failsWith("keys_missing"));
    const short = randomBytes(31).toString("base64");
    const wrong = [
      key,
      `:${key}`,
      `a:${key},`,
      `a b:${key}`,
      `a:${short}`,
      `a:${key}x`,
      `a=${key}`,
    ];
    for (const setting of [...wrong, `a:${key},a:${newKey()}`, `${"a".repeat(33)}:${key}`]) {
      const error = thrownBy(() => readKeyRing(setting));
      expect([setting, error]).toEqual([setting, failsWith("keys_invalid")]);
      expect(inspect(error)).not.toContain(key.slice(0, 8));
    }
    expect(String(thrownBy(() => readKeyRing(`a:${key},b:short`)))).toContain("entry 2 is wrong");
  });
});

it("shows no key and no content in errors and logs", async () => {
  const wrappingKey = newKey();
  const ring = readKeyRing(`2026:${wrappingKey}`);
  const dataKey = createDataKey();
  const content = "CANARY: the card number is 4111 1111 1111 1111";
  const identity = { recordingId: "recording-1", name: "segment-0001" };
  const storage = createFakeObjectStorage();
  await storage.put("a", seal(Buffer.from(content), dataKey, identity));
  const wrapped = ring.wrap(dataKey, "recording-1");
  const open = (name: string) =>
    openRange(storage, "a", dataKey, { ...identity, name }).then(buffer);
  const things: unknown[] = [
    ring,
    dataKey,
    await open("segment-0002").catch((error: unknown) => error),
    thrownBy(() => ring.unwrap(wrapped, "recording-2")),
    thrownBy(() => readKeyRing(`2026:${wrappingKey},${wrappingKey}`)),
    storage.objects.get("a"),
  ];
  storage.objects.set("a", Buffer.from(content));
  things.push(await open("segment-0001").catch((error: unknown) => error));

  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  for (const thing of things) {
    log.error({ err: thing, cause: String(thing), thing }, String(thing));
    lines.push(inspect(thing, { depth: 9, showHidden: true }), JSON.stringify(thing) ?? "");
  }
  const raw = [Buffer.from(wrappingKey, "base64"), dataKey.export(), Buffer.from(content)];
  const forms = raw.flatMap((bytes) =>
    (["base64", "base64url", "hex", "latin1"] as const).map((form) => bytes.toString(form)),
  );
  const shown = lines.join("\n").toLowerCase();
  for (const form of forms) expect(shown).not.toContain(form.slice(0, 12).toLowerCase());
  expect(lines.length).toBeGreaterThan(3 * things.length - 1);
});
