import { describe, expect, it } from "vitest";
import { noon } from "../domain/testing/example-calls.ts";
import { createUptime } from "./uptime.ts";

describe("since when renewals were heard", () => {
  it("is since the start, while sweeps reach the database", () => {
    const uptime = createUptime(noon);
    for (let now = noon; now <= noon + 10_000; now += 1_000) {
      uptime.begin(now);
      uptime.reached(now);
    }
    expect(uptime.since(noon + 10_500)).toBe(noon);
    expect(uptime.leasesCount(noon + 10_000)).toBe(true);
  });

  it("counts anew after a gap, for who asks before the next sweep too", () => {
    const uptime = createUptime(noon);
    uptime.reached(noon + 60_000);
    expect(uptime.since(noon + 65_000)).toBe(noon);
    expect(uptime.since(noon + 80_000)).toBe(noon + 80_000);
    uptime.begin(noon + 81_000);
    uptime.reached(noon + 81_000);
    expect(uptime.since(noon + 82_000)).toBe(noon + 81_000);
    expect([uptime.leasesCount(noon + 90_999), uptime.leasesCount(noon + 91_000)]).toEqual([
      false,
      true,
    ]);
  });

  it("counts anew where the clock was set back, rather than from a time to come", () => {
    const uptime = createUptime(noon + 3_600_000);
    uptime.begin(noon);
    uptime.reached(noon);
    expect(uptime.since(noon + 1_000)).toBe(noon);
    expect(uptime.leasesCount(noon + 10_000)).toBe(true);
  });
});
