import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { Dispositions } from "./dispositions.ts";

describe("dispositions", () => {
  const solved = { id: "solved", label: "Solved" };

  it("have an id and a label that reads as it is written", () => {
    expect(v.parse(Dispositions, [{ id: "call_back-2", label: " Call \u202Eagain " }])).toEqual([
      { id: "call_back-2", label: "Call again" },
    ]);
  });

  it.each([
    ["an id with blanks", [{ ...solved, id: "not solved" }]],
    ["an id in capitals", [{ ...solved, id: "SOLVED" }]],
    ["an id that is too long", [{ ...solved, id: "x".repeat(41) }]],
    ["a label that shows nothing", [{ ...solved, label: "\u200B" }]],
    ["a label that is too long", [{ ...solved, label: "x".repeat(61) }]],
    ["one id twice", [solved, { ...solved, label: "Done" }]],
    ["more than 50", Array.from({ length: 51 }, (_, at) => ({ ...solved, id: `d${at}` }))],
    ["fields that are not known", [{ ...solved, colour: "red" }]],
  ])("can't have %s", (_, dispositions) => {
    expect(v.safeParse(Dispositions, dispositions).success).toBe(false);
  });
});
