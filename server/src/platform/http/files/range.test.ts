import { describe, expect, it } from "vitest";
import { rangeOf } from "./range.ts";

describe("the header Range of a file of 100 bytes", () => {
  it.each([
    ["bytes=0-", { from: 0, to: 100 }],
    ["bytes=0-0", { from: 0, to: 1 }],
    ["bytes=10-19", { from: 10, to: 20 }],
    ["bytes=90-500", { from: 90, to: 100 }],
    ["bytes=-10", { from: 90, to: 100 }],
    ["bytes=-500", { from: 0, to: 100 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=-", null],
    ["bytes=5-1", null],
    ["bytes=0-1,5-6", null],
    ["items=0-1", null],
    ["bytes=99999999999999999999-", null],
    [undefined, null],
  ])("%s", (header, range) => expect(rangeOf(header, 100)).toEqual(range));

  it("has no part of an empty file", () => {
    expect(rangeOf("bytes=0-", 0)).toBe("unsatisfiable");
    expect(rangeOf("bytes=-1", 0)).toBe("unsatisfiable");
  });
});
