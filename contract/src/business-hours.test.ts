import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { BusinessHours } from "./business-hours.ts";

const weekdays = {
  timeZone: "Europe/Berlin",
  spans: [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "17:00" })),
};
const takes = (hours: unknown): boolean => v.safeParse(BusinessHours, hours).success;

describe("business hours", () => {
  it("are spans of days in a time zone, up to midnight, or none at all", () => {
    expect(takes(weekdays)).toBe(true);
    expect(takes({ timeZone: "UTC", spans: [{ day: 7, from: "00:00", to: "24:00" }] })).toBe(true);
    expect(takes({ timeZone: "UTC", spans: [] })).toBe(true);
  });

  it.each([
    ["a time zone that nobody knows", { ...weekdays, timeZone: "Europe/Atlantis" }],
    ["a day that no week has", { ...weekdays, spans: [{ day: 0, from: "09:00", to: "17:00" }] }],
    ["a time that no day has", { ...weekdays, spans: [{ day: 1, from: "9:00", to: "25:00" }] }],
    [
      "an end before the beginning",
      { ...weekdays, spans: [{ day: 1, from: "17:00", to: "09:00" }] },
    ],
    ["a span of no length", { ...weekdays, spans: [{ day: 1, from: "09:00", to: "09:00" }] }],
    ["fields that are not known", { ...weekdays, holidays: [] }],
  ])("refuse %s", (_name, hours) => {
    expect(takes(hours)).toBe(false);
  });
});
