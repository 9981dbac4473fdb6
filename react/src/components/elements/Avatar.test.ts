import { describe, expect, it } from "vitest";
import { hueOf, initials } from "./Avatar.tsx";

describe("an avatar", () => {
  it("has the initials of the first and last word", () => {
    expect(["Carl Customer", "Ada", "  ", "Maria von der Heide", "李 伟"].map(initials)).toEqual([
      "CC",
      "A",
      "?",
      "MH",
      "李伟",
    ]);
  });

  it("has the same hue for the same person", () => {
    expect(hueOf("carl")).toBe(hueOf("carl"));
    expect(hueOf("carl")).not.toBe(hueOf("dora"));
  });
});
