import { describe, expect, it } from "vitest";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { createCooldowns } from "./cooldowns.ts";

describe("who was told to wait", () => {
  it("is remembered by limit and key until the time is over", () => {
    const clock = createFakeClock();
    const cooldowns = createCooldowns(clock);
    cooldowns.start("start_call_person", "ada", 10);
    clock.advance(9_001);
    expect(cooldowns.secondsLeft("start_call_person", "ada")).toBe(1);
    expect(cooldowns.secondsLeft("command_person", "ada")).toBeNull();
    expect(cooldowns.secondsLeft("start_call_person", "grace")).toBeNull();
    clock.advance(999);
    expect(cooldowns.secondsLeft("start_call_person", "ada")).toBeNull();
  });

  it("is forgotten where too many others came since, and whoever came last stays", () => {
    const cooldowns = createCooldowns(createFakeClock(), 2);
    for (const key of ["ada", "grace", "ada", "alan"])
      cooldowns.start("start_call_person", key, 10);
    expect(
      ["ada", "grace", "alan"].filter(
        (key) => cooldowns.secondsLeft("start_call_person", key) !== null,
      ),
    ).toEqual(["ada", "alan"]);
  });
});
