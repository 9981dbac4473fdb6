import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { startCall } from "../call-endpoints.ts";
import { SignUp } from "../people.ts";
import { PlainLine, plainLine, plainLinePattern, plainText } from "./plain-text.ts";

/** Characters that a name must not hold: control characters, directions, hidden marks. */
const forbidden =
  /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u00AD\u115F\u200B\u2060-\u206F\u3164\uFEFF\uFFF0-\uFFFB\u{E0020}-\u{E007F}]/u;
const characters =
  "Aé \n\t\0\u0007\u0085\u00AD\u061C\u200B\u200C\u200D\u200E\u200F\u2028\u202E\u2066\u2069" +
  "\u2800\u3164\uFE0F\uFEFF\u{1F600}";
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...characters)).map((chosen) => chosen.join("")),
);

describe("a name", () => {
  it.each([
    ["Ada", "Ada"],
    ["  Ada\u202E  ", "Ada"],
    ["Ad\u202Ea \u2066Agent\u2069", "Ada Agent"],
    ["Ada\nAgent\t\u0007", "Ada Agent"],
    ["A\u200Bd\uFEFFa\u00AD", "Ada"],
    ["Ada\u3164\u{E0041}\u{E0064}", "Ada"],
    ["Ada\u2028Agent\u0085", "Ada Agent"],
    ["O'Brien-Łukasz 李", "O'Brien-Łukasz 李"],
    ["علی\u200Cرضا", "علی\u200Cرضا"],
    ["葛\u{E0100}城", "葛\u{E0100}城"],
    ["Ada 👩\u200D💻 ❤\uFE0F", "Ada 👩\u200D💻 ❤\uFE0F"],
    ["\u202E\u2066\u0000", ""],
    ["\u200D", ""],
    ["\u2800\uFE0F", ""],
  ])("reads as it is written: %j", (written, read) => {
    expect(plainLine(written)).toBe(read);
    expect(v.parse(PlainLine, written)).toBe(read);
  });

  it("never hides, reorders or breaks anything, and is cleaned once for all", () => {
    fc.assert(
      fc.property(anyText, (written) => {
        const read = plainLine(written);
        expect(read).not.toMatch(forbidden);
        expect(read).toBe(read.trim());
        expect(plainLine(read)).toBe(read);
      }),
    );
  });

  it("is described by the pattern where something of it is seen", () => {
    const pattern = new RegExp(plainLinePattern, "u");
    const isBeyondPattern = (text: string) => [...text].some((character) => character > "\uFFFF");
    fc.assert(
      fc.property(anyText, (written) => {
        const isSeen = plainLine(written) !== "";
        fc.pre(isSeen || !isBeyondPattern(written));
        expect(pattern.test(written)).toBe(isSeen);
      }),
    );
  });

  it("must show something when somebody signs up", () => {
    const given = {
      email: "ada@acme.test",
      password: "long enough",
      firstName: "\u202EAda",
      lastName: "Agent\u0007",
      tenantName: "Ac\u200Bme",
    };
    expect(v.parse(SignUp, given)).toMatchObject({
      firstName: "Ada",
      lastName: "Agent",
      tenantName: "Acme",
    });
    expect(v.safeParse(SignUp, { ...given, firstName: "\u202E\u200B" }).success).toBe(false);
  });

  it("of a caller without a record is cleaned before it is cut", () => {
    const { body } = startCall;
    const nameOf = (callerName: string) => v.parse(body, { callerName }).callerName;
    expect(nameOf(`\u202E${"\u200B".repeat(100)} Mia\n`)).toBe("Mia");
    expect(nameOf(`${"\u{1F600}".repeat(79)} Mia`)).toBe("\u{1F600}".repeat(79));
    expect(nameOf("\u{1F600}".repeat(100))).toBe("\u{1F600}".repeat(80));
  });
});

describe("a text of several lines", () => {
  it("keeps its lines", () => {
    expect(plainText(" one\ntwo\r\n\u202Ethree\u0007 ")).toBe("one\ntwo \nthree");
  });
});
