import { describe, expect, it } from "vitest";
import { compareTests } from "./compare.mjs";

const test = (title, change = {}) => ({
  file: "calls.test.ts",
  suites: ["calls"],
  title,
  project: "unit",
  skipped: false,
  ...change,
});

describe("comparing the names of tests", () => {
  it("keeps a test that moved to another file, and says so if its project changed", () => {
    const moved = test("rings", { file: "ring.e2e.test.ts", project: "e2e" });
    expect(compareTests([test("rings")], [moved])).toMatchObject({
      kept: 1,
      dropped: [],
      moved: ["unit → e2e: calls > rings"],
    });
  });

  it("counts tests of the same name", () => {
    expect(compareTests([test("rings"), test("rings")], [test("rings")])).toMatchObject({
      kept: 1,
      dropped: ["calls.test.ts: calls > rings"],
    });
  });

  it("pairs tests of another suite, and tests of one file with like names, as renamed", () => {
    const before = [test("rings"), test("the caller hears that nobody answers")];
    const after = [test("rings", { suites: ["a call"] }), test("the caller reads nobody answers")];
    expect(compareTests(before, after)).toMatchObject({
      dropped: [],
      added: [],
      renamed: [
        "calls > rings → a call > rings",
        "calls > the caller hears that nobody answers → calls > the caller reads nobody answers",
      ],
    });
  });

  it("lists what was dropped, added and skipped", () => {
    const before = [test("rings"), test("ends")];
    const after = [test("ends", { skipped: true }), test("holds a second line for a colleague")];
    expect(compareTests(before, after)).toMatchObject({
      dropped: ["calls.test.ts: calls > rings"],
      added: ["calls.test.ts: calls > holds a second line for a colleague"],
      skipped: ["calls.test.ts: calls > ends"],
    });
  });
});
