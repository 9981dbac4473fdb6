import { describe, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { createBlocks } from "./cooldowns.ts";

describe("who was told to wait", () => {
  it("is remembered by limit and key until the time is over", () => {
    const clock = createFakeClock();
    const blocks = createBlocks(clock);
    blocks.add("start_call_person", "ada", 10);
    clock.advance(9_001);
    expect(blocks.left("start_call_person", "ada")).toBe(1);
    expect(blocks.left("command_person", "ada")).toBeNull();
    expect(blocks.left("start_call_person", "grace")).toBeNull();
    clock.advance(999);
    expect(blocks.left("start_call_person", "ada")).toBeNull();
  });

  it("is forgotten where too many others came since, and whoever came last stays", () => {
    const blocks = createBlocks(createFakeClock(), 2);
    for (const key of ["ada", "grace", "ada", "alan"]) blocks.add("start_call_person", key, 10);
    expect(
      ["ada", "grace", "alan"].filter((key) => blocks.left("start_call_person", key) !== null),
    ).toEqual(["ada", "alan"]);
  });
});
