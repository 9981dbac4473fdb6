import { describe, expect, it } from "vitest";
import { openingHoursText, reopeningText, type OpenSpan } from "./opening-hours-text.ts";

const on = (days: number[], ...spans: [from: string, to: string][]): OpenSpan[] =>
  days.flatMap((day) => spans.map(([from, to]) => ({ day, from, to })));
const words = (
  spans: OpenSpan[],
  timeZone = "Europe/Berlin",
  ownZone = "Europe/Berlin",
  now = "2026-11-20T12:00:00Z",
): string => openingHoursText({ timeZone, spans }, Date.parse(now), ownZone);

it.each([
  ["We're open Monday to Friday, 9:00–17:00.", on([1, 2, 3, 4, 5], ["09:00", "17:00"])],
  ["We're open every day, 8:30–20:00.", on([1, 2, 3, 4, 5, 6, 7], ["08:30", "20:00"])],
  ["We're open every day, all day.", on([1, 2, 3, 4, 5, 6, 7], ["00:00", "24:00"])],
  [
    "We're open Monday to Thursday, 9:00–12:00 and 13:00–17:00; Friday, 9:00–12:00.",
    [...on([1, 2, 3, 4], ["13:00", "17:00"], ["09:00", "12:00"]), ...on([5], ["09:00", "12:00"])],
  ],
  ["We're open Saturday and Sunday, 10:00–14:00.", on([6, 7], ["10:00", "14:00"])],
  ["We're open Monday, Wednesday and Friday, 9:00–12:00.", on([1, 3, 5], ["09:00", "12:00"])],
  ["We're open Monday to Wednesday and Friday, 0:00–6:00.", on([1, 2, 3, 5], ["00:00", "06:00"])],
  ["", []],
])("reads %j", (text, spans) => {
  expect(words(spans)).toBe(text);
});

it("names the clock only for customers whose own shows another time", () => {
  const friday = on([5], ["09:00", "12:00"]);
  expect(words(friday, "Europe/Berlin", "Europe/Vienna")).toBe("We're open Friday, 9:00–12:00.");
  expect(words(friday, "America/New_York", "Europe/Berlin")).toBe(
    "We're open Friday, 9:00–12:00 (New York time).",
  );
  expect(words(friday, "UTC", "Europe/London")).toBe("We're open Friday, 9:00–12:00.");
  expect(words(friday, "UTC", "Europe/London", "2026-07-20T12:00:00Z")).toBe(
    "We're open Friday, 9:00–12:00 (UTC).",
  );
});

describe("the time at which the company opens again", () => {
  const zone = { timeZone: "Europe/Berlin" };
  const now = Date.parse("2026-12-24T12:00:00Z");

  it.each([
    ["2026-12-28T08:00:00.000Z", "We open again Monday, 9:00."],
    ["2026-12-24T13:30:00.000Z", "We open again Thursday, 14:30."],
    // Holidays can last for weeks.
    ["2027-01-04T08:00:00.000Z", "We open again Monday, 4 January, 9:00."],
    ["2026-12-30T23:00:00.000Z", "We open again Thursday, 31 December, 0:00."],
  ])("%s reads: %s", (opensAt, text) => {
    expect(reopeningText(zone, opensAt, now)).toBe(text);
  });

  it("is left out if it is not known", () => {
    expect([reopeningText(zone, null, now), reopeningText(zone, undefined, now)]).toEqual(["", ""]);
  });
});
