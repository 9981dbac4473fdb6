import { BusinessHours, Holidays, type Holiday } from "@synapse-voice/contract";
import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { isOpen, openingAt } from "./business-hours.ts";

const opensAt = (...when: Parameters<typeof openingAt>): number | null => {
  const { open, opensAt: opens } = openingAt(...when);
  expect(open).toBe(isOpen(...when));
  return opens;
};
const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
const hours = (
  timeZone: string,
  ...spans: readonly [day: number, from: string, to: string][]
): BusinessHours => ({ timeZone, spans: spans.map(([day, from, to]) => ({ day, from, to })) });
const office = hours(
  "Europe/Berlin",
  [1, "09:00", "17:00"],
  [2, "09:00", "12:00"],
  [2, "13:00", "17:00"],
);

// 2026-03-02 is a Monday.
describe("business hours", () => {
  it("are always where a tenant has set none", () => {
    expect([
      isOpen(null, at("2026-03-01T03:00:00Z"), []),
      opensAt(null, at("2026-03-01T03:00:00Z"), []),
    ]).toEqual([true, null]);
  });

  it("are never where there is no span", () => {
    expect([
      isOpen(hours("UTC"), at("2026-03-02T12:00:00Z"), []),
      opensAt(hours("UTC"), at("2026-03-02T12:00:00Z"), []),
    ]).toEqual([false, null]);
  });

  it("begin on the minute and end before it, by the wall clock there", () => {
    const open = [
      "2026-03-02T07:59:59.999Z",
      "2026-03-02T08:00:00Z",
      "2026-03-02T15:59:59.999Z",
      "2026-03-02T16:00:00Z",
    ].map((time) => isOpen(office, at(time), []));
    expect(open).toEqual([false, true, true, false]);
  });

  it.each([
    ["before work", "2026-03-02T06:00:00Z", "2026-03-02T08:00:00.000Z"],
    ["after work", "2026-03-02T16:00:00Z", "2026-03-03T08:00:00.000Z"],
    ["at lunch", "2026-03-03T11:30:30.500Z", "2026-03-03T12:00:00.000Z"],
    [
      "until next week, when the clocks have changed to summer time",
      "2026-03-24T18:00:00Z",
      "2026-03-30T07:00:00.000Z",
    ],
    ["while it is open", "2026-03-02T12:00:00Z", null],
  ])("open again: %s", (_when, now, expected) => {
    expect(iso(opensAt(office, at(now), []))).toBe(expected);
  });

  it("that last the whole day have no gap at midnight", () => {
    const always = hours(
      "Asia/Kathmandu",
      ...[1, 2, 3, 4, 5, 6, 7].map((day): [number, string, string] => [day, "00:00", "24:00"]),
    );
    for (const time of ["2026-03-01T18:14:59.999Z", "2026-03-01T18:15:00Z"])
      expect(isOpen(always, at(time), [])).toBe(true);
  });

  it("open where the week begins, in a zone whose hours begin in the middle of ours", () => {
    expect(
      iso(opensAt(hours("Asia/Kolkata", [1, "00:00", "01:00"]), at("2026-03-01T17:10:00Z"), [])),
    ).toBe("2026-03-01T18:30:00.000Z");
  });

  it("that begin in the hour left out in spring begin with the hour after it", () => {
    const early = hours("Europe/Berlin", [7, "02:30", "04:00"]);
    expect(iso(opensAt(early, at("2026-03-29T00:30:00Z"), []))).toBe("2026-03-29T01:00:00.000Z");
    expect(isOpen(early, at("2026-03-29T00:59:59Z"), [])).toBe(false);
  });

  it("that lie in the hour left out in spring are a week later", () => {
    expect(
      iso(opensAt(hours("Europe/Berlin", [7, "02:00", "03:00"]), at("2026-03-29T00:30:00Z"), [])),
    ).toBe("2026-04-05T00:00:00.000Z");
  });

  it("come twice in the hour that comes twice in autumn", () => {
    const late = hours("Europe/Berlin", [7, "02:00", "02:30"]);
    expect(
      ["2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"].map((time) =>
        isOpen(late, at(time), []),
      ),
    ).toEqual([true, false, true]);
    expect(iso(opensAt(late, at("2026-10-25T00:45:00Z"), []))).toBe("2026-10-25T01:00:00.000Z");
  });

  describe("on a holiday", () => {
    const holiday = (date: string, ...spans: readonly [from: string, to: string][]): Holiday => ({
      date,
      name: "Holiday",
      spans: spans.map(([from, to]) => ({ from, to })),
    });
    const opensAfter = (now: string, ...holidays: readonly Holiday[]): string | null =>
      iso(opensAt(office, at(now), holidays));

    it("are closed, and open again on the next day that is none", () => {
      const monday = holiday("2026-03-02");
      const tuesday = holiday("2026-03-03");
      expect(isOpen(office, at("2026-03-02T12:00:00Z"), [monday])).toBe(false);
      expect(isOpen(office, at("2026-03-03T10:00:00Z"), [monday])).toBe(true);
      expect(opensAfter("2026-03-01T12:00:00Z", monday)).toBe("2026-03-03T08:00:00.000Z");
      expect(opensAfter("2026-03-01T12:00:00Z", tuesday, monday)).toBe("2026-03-09T08:00:00.000Z");
    });

    it("are those of the holiday where it has some, also on a day that is closed otherwise", () => {
      const short = holiday("2026-03-02", ["10:00", "11:30"], ["13:00", "13:30"]);
      const open = ["08:30", "09:00", "10:29", "10:30", "12:15", "12:30"].map((time) =>
        isOpen(office, at(`2026-03-02T${time}:00Z`), [short]),
      );
      expect(open).toEqual([false, true, true, false, true, false]);
      expect(opensAfter("2026-03-02T07:30:00Z", short)).toBe("2026-03-02T09:00:00.000Z");
      expect(opensAfter("2026-03-02T12:30:00Z", short)).toBe("2026-03-03T08:00:00.000Z");
      expect(opensAfter("2026-03-03T20:00:00Z", holiday("2026-03-07", ["22:00", "24:00"]))).toBe(
        "2026-03-07T21:00:00.000Z",
      );
    });

    it("change with the day where the tenant is, not here", () => {
      const auckland = hours("Pacific/Auckland", [1, "00:00", "24:00"], [2, "00:00", "24:00"]);
      // Monday, 2 March, there.
      const monday = holiday("2026-03-02");
      const open = ["2026-03-01T11:00:00Z", "2026-03-02T10:59:00Z", "2026-03-02T11:00:00Z"].map(
        (time) => isOpen(auckland, at(time), [monday]),
      );
      expect(open).toEqual([false, false, true]);
      expect(iso(opensAt(auckland, at("2026-03-01T10:00:00Z"), [monday]))).toBe(
        "2026-03-02T11:00:00.000Z",
      );
    });

    it("open again after holidays that are weeks long, or when a single day is open", () => {
      const january = Array.from({ length: 31 }, (_, index) =>
        holiday(`2027-01-${String(index + 1).padStart(2, "0")}`),
      );
      expect(opensAfter("2026-12-31T12:00:00Z", ...january)).toBe("2027-02-01T08:00:00.000Z");
      const never = hours("Europe/Berlin");
      const once = holiday("2099-12-31", ["09:00", "10:00"]);
      expect(iso(opensAt(never, at("2026-03-02T12:00:00Z"), [once]))).toBe(
        "2099-12-31T08:00:00.000Z",
      );
      expect(opensAt(never, at("2026-03-02T12:00:00Z"), [holiday("2099-12-31")])).toBeNull();
    });

    it("count for nothing where the queue is always open", () => {
      const now = at("2026-03-02T12:00:00Z");
      expect([
        isOpen(null, now, [holiday("2026-03-02")]),
        opensAt(null, now, [holiday("2026-03-02")]),
      ]).toEqual([true, null]);
    });
  });

  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "America/Santiago",
  ];
  const time = fc
    .integer({ min: 0, max: 1440 })
    .map((minutes) =>
      [Math.floor(minutes / 60), minutes % 60]
        .map((part) => String(part).padStart(2, "0"))
        .join(":"),
    );
  const anyHours = fc.record({
    timeZone: fc.constantFrom(...zones),
    spans: fc.array(
      fc
        .record({ day: fc.integer({ min: 1, max: 7 }), from: time, to: time })
        .filter(({ from, to }) => from < to),
      { maxLength: 4 },
    ),
  });
  // Errors are likely when the clocks change. So half of the times are within two days of a change
  // in Berlin or New York.
  const changes = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-11-01T06:00:00Z",
    "2026-04-04T15:00:00Z",
    "2026-10-03T15:30:00Z",
  ].map(at);
  const anyTime = fc.oneof(
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }))
      .map(([change, offset]) => change + offset),
    fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") }),
  );

  it("are open exactly from when they say that they open (property)", () => {
    fc.assert(
      fc.property(
        anyHours,
        anyTime,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, now, part) => {
          expect(v.is(BusinessHours, given)).toBe(true);
          const opens = opensAt(given, now, []);
          if (opens === null) return isOpen(given, now, []) || given.spans.length === 0;
          // It is open at this minute. It is closed in the minute before and at any time between.
          const between = now + Math.floor((opens - now) * part);
          return (
            opens > now &&
            isOpen(given, opens, []) &&
            !isOpen(given, opens - 1, []) &&
            !isOpen(given, now, []) &&
            (between >= opens || !isOpen(given, between, []))
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  /** Holidays within two weeks of a time. */
  const holidaysNear = (now: number) =>
    fc.uniqueArray(
      fc.record({
        date: fc
          .integer({ min: -14, max: 14 })
          .map((days) => new Date(now + days * 86_400_000).toISOString().slice(0, 10)),
        name: fc.constant("Holiday"),
        spans: fc.array(
          fc.record({ from: time, to: time }).filter(({ from, to }) => from < to),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 8, selector: ({ date }) => date },
    );

  it("are open exactly from when they say that they open, with holidays (property)", () => {
    fc.assert(
      fc.property(
        anyHours,
        anyTime.chain((now) => fc.tuple(fc.constant(now), holidaysNear(now))),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, [now, holidays], part) => {
          expect(v.is(Holidays, holidays)).toBe(true);
          const opens = opensAt(given, now, holidays);
          if (opens === null) return isOpen(given, now, holidays) || given.spans.length === 0;
          const between = now + Math.floor((opens - now) * part);
          return (
            opens > now &&
            isOpen(given, opens, holidays) &&
            !isOpen(given, opens - 1, holidays) &&
            !isOpen(given, now, holidays) &&
            (between >= opens || !isOpen(given, between, holidays))
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("open at the very minute that a look at each minute finds (property)", () => {
    const wrong = fc.check(
      fc.property(anyHours, anyTime, (given, now) => {
        if (isOpen(given, now, [])) return true;
        const soon = Array.from(
          { length: 180 },
          (_, index) => Math.floor(now / 60_000) * 60_000 + (index + 1) * 60_000,
        ).find((minute) => isOpen(given, minute, []));
        const opens = opensAt(given, now, []);
        return soon === undefined ? opens === null || opens > now + 179 * 60_000 : opens === soon;
      }),
      { numRuns: 60 },
    );
    expect(wrong).toMatchObject({ failed: false });
  });
});
