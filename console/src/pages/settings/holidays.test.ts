import { describe, expect, it } from "vitest";
import { TenantSettings, TenantSettingsChange, type Holiday } from "@synapse-voice/contract";
import * as v from "valibot";
import {
  draftOfHolidays,
  holidaysOfDraft,
  newHoliday,
  problemsOfHolidays,
  type HolidayDraft,
} from "./holidays.ts";
import { changedNames, changeOf, draftOf, problemsOf } from "./settings-draft.ts";

const now = Date.parse("2026-12-25T22:30:00Z");
const christmas: Holiday = { date: "2026-12-25", name: "Christmas Day", spans: [] };
const eve: Holiday = {
  date: "2026-12-24",
  name: "Christmas Eve",
  spans: [{ from: "09:00", to: "24:00" }],
};
const newYear: Holiday = { date: "2027-01-01", name: "New Year", spans: [] };
const businessHours = {
  timeZone: "Europe/Berlin",
  spans: [{ day: 1, from: "09:00", to: "17:00" }],
};
const settings = v.parse(TenantSettings, {
  businessHours,
  holidays: [newYear, eve, christmas],
});
const draft = draftOf(settings, now);
const textsOf = (holidays: readonly HolidayDraft[]): readonly (string | undefined)[] | undefined =>
  problemsOfHolidays(holidays)?.map((problem) => problem?.text);

describe("holidays in the form", () => {
  it("are in the order of their days, and come back as they were", () => {
    expect(draft.holidays.map(({ name }) => name)).toEqual([
      "Christmas Eve",
      "Christmas Day",
      "New Year",
    ]);
    expect(holidaysOfDraft(draft.holidays)).toEqual([eve, christmas, newYear]);
  });

  it("are shown in a browser that does not know the time zone", () => {
    const [shown] = draftOfHolidays([newYear], "Mars/Olympus", now);
    expect(shown).toMatchObject({ date: newYear.date, isPast: false });
    expect(problemsOf(draft)).toBeNull();
    expect(changeOf(draft, settings)).toEqual({});
  });

  it("are past once their day is over where the business is", () => {
    const pastIn = (timeZone: string): readonly string[] =>
      draftOfHolidays(settings.holidays, timeZone, now)
        .filter(({ isPast }) => isPast)
        .map(({ name }) => name);
    expect(pastIn("Europe/Berlin")).toEqual(["Christmas Eve"]);
    expect(pastIn("Asia/Tokyo")).toEqual(["Christmas Eve", "Christmas Day"]);
  });

  it("need a day and a name, each day once, and hours that can be", () => {
    expect(
      textsOf([
        newHoliday,
        { ...newHoliday, date: "2027-02-30", name: "Never" },
        { ...newHoliday, date: "2027-05-01", name: " " },
        { ...newHoliday, date: "2027-05-01", name: "May Day" },
        { ...newHoliday, date: "2027-10-03", name: "Unity", spans: [{ from: "09:00", to: "" }] },
        { ...newHoliday, date: "2027-10-31", name: "R", spans: [{ from: "10:00", to: "09:00" }] },
        { ...newHoliday, date: "2027-12-31", name: "Silvester" },
      ]),
    ).toEqual([
      "Give the day.",
      "Give the day.",
      "Give the day a name.",
      "This day is in the list already.",
      "Give both times.",
      "The end must come after the start.",
      undefined,
    ]);
  });

  it("are sent as the server takes them, and only if they were changed", () => {
    const added = { ...newHoliday, date: "2026-12-31", name: " Silvester " };
    const next = { ...draft, holidays: [...draft.holidays, added] };
    const change = changeOf(next, settings);
    expect(change).toEqual({
      holidays: [eve, christmas, { date: "2026-12-31", name: "Silvester", spans: [] }, newYear],
    });
    expect(v.is(TenantSettingsChange, change)).toBe(true);
    expect(changedNames(next, draft)).toEqual(["Holidays"]);
  });

  it("stay as they are where the hours are switched off, for then they don't show", () => {
    const next = { ...draft, hours: null, holidays: [...draft.holidays, newHoliday] };
    expect(problemsOf(next)).toBeNull();
    expect(changeOf(next, settings)).toEqual({ businessHours: null });
  });
});
