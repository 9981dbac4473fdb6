import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { BusinessHours, Holidays, maxHolidayName, maxHolidays } from "./business-hours.ts";

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

describe("holidays", () => {
  const christmas = { date: "2026-12-25", name: "Christmas Day", spans: [] };
  const eve = {
    date: "2026-12-24",
    name: "Christmas Eve",
    spans: [{ from: "09:00", to: "12:00" }],
  };
  const takesHolidays = (holidays: unknown): boolean => v.is(Holidays, holidays);

  it("are days with a name, closed or with hours of their own", () => {
    expect(takesHolidays([])).toBe(true);
    expect(takesHolidays([christmas, eve])).toBe(true);
    expect(takesHolidays([{ ...christmas, date: "2028-02-29" }])).toBe(true);
    expect(
      v.parse(Holidays, [{ ...christmas, name: " Christmas\u202E Day " }]).map(({ name }) => name),
    ).toEqual(["Christmas Day"]);
  });

  it.each([
    ["a day that the calendar lacks", [{ ...christmas, date: "2027-02-29" }]],
    ["a day in another form", [{ ...christmas, date: "25.12.2026" }]],
    ["a day with a time", [{ ...christmas, date: "2026-12-25T00:00:00Z" }]],
    ["no day", [{ name: "Christmas Day", spans: [] }]],
    ["no name", [{ ...christmas, name: " " }]],
    ["a name that shows nothing", [{ ...christmas, name: "\u200E" }]],
    ["a name that is too long", [{ ...christmas, name: "x".repeat(maxHolidayName + 1) }]],
    ["hours of no length", [{ ...eve, spans: [{ from: "09:00", to: "09:00" }] }]],
    ["hours with a weekday", [{ ...eve, spans: [{ day: 1, from: "09:00", to: "12:00" }] }]],
    ["two on one day", [christmas, { ...eve, date: christmas.date }]],
    [
      "too many",
      Array.from({ length: maxHolidays + 1 }, (_, index) => ({
        ...christmas,
        date: new Date(Date.UTC(2026, 0, index + 1)).toISOString().slice(0, 10),
      })),
    ],
    ["fields that are not known", [{ ...christmas, region: "BY" }]],
  ])("refuse %s", (_name, holidays) => {
    expect(takesHolidays(holidays)).toBe(false);
  });
});
