import { describe, expect, it } from "vitest";
import { TenantSettings, TenantSettingsChange, type BusinessHours } from "@synapse-voice/contract";
import * as v from "valibot";
import { draftOfHours, hoursOfDraft, problemsOfHours, usualHours } from "./business-hours.ts";
import {
  changeOf,
  draftOf,
  numberFields,
  problemsOf,
  type SettingsDraft,
} from "./settings-draft.ts";

const settings = v.parse(TenantSettings, {});
const now = Date.parse("2026-06-15T12:00:00Z");
const draft = draftOf(settings, now);
const accepts = (change: unknown): boolean => v.is(TenantSettingsChange, change);

describe("the settings' form", () => {
  it("asks for no change where nothing was changed", () => {
    expect(changeOf(draft, settings)).toEqual({});
    expect(problemsOf(draft)).toBeNull();
  });

  for (const [name, { min, max }] of Object.entries(numberFields)) {
    it(`${name} has the bounds that the server has`, () => {
      expect([min - 1, min, max, max + 1].map((value) => accepts({ [name]: value }))).toEqual([
        false,
        true,
        true,
        false,
      ]);
      const problems = ["", "1.5", "x", String(min - 1), String(max + 1)].map((text) =>
        problemsOf({ ...draft, [name]: text } as SettingsDraft),
      );
      for (const problem of problems)
        expect(problem).toEqual({
          [name]: expect.stringMatching(/^A whole number from \d+ to \d+ (?:seconds|minutes)\.$/u),
        });
      expect(problemsOf({ ...draft, [name]: String(max) } as SettingsDraft)).toBeNull();
    });
  }

  it("lets nothing pass as a website that the server refuses", () => {
    for (const line of [
      "portal.example.com",
      "https://portal.example.com/path",
      "ftp://portal.example.com",
      "https://a b",
    ]) {
      expect(problemsOf({ ...draft, origins: line })?.origins).toContain(line);
      expect(accepts({ allowedOrigins: [line] })).toBe(false);
    }
  });

  it("takes the addresses of the customers' portal that the server takes, and no address for none", () => {
    for (const portal of ["portal.example.com", "javascript:alert(1)", "https://", "https://a b"]) {
      expect(problemsOf({ ...draft, portal })?.portal).toMatch(/not an address of a page/u);
      expect(accepts({ portalUrl: portal })).toBe(false);
    }
    const portalUrl = "https://portal.example.com/help?from=voice";
    expect(problemsOf({ ...draft, portal: ` ${portalUrl} ` })).toBeNull();
    expect(changeOf({ ...draft, portal: ` ${portalUrl} ` }, settings)).toEqual({ portalUrl });
    expect(changeOf({ ...draft, portal: " " }, { ...settings, portalUrl })).toEqual({
      portalUrl: null,
    });
  });

  it("takes the links to a CRM that the server takes, and no link for none", () => {
    const links = ["crm.example.com/{id}", "http://crm.example.com/{id}", "https://crm/{name}"];
    for (const crm of [...links, "https://{id}/", "https://crm.example.com/"]) {
      expect(problemsOf({ ...draft, crm })?.crm).toMatch(/./u);
      expect(accepts({ crmUrl: crm })).toBe(false);
    }
    const crmUrl = "https://crm.example.com/{id}";
    expect(problemsOf({ ...draft, crm: ` ${crmUrl} ` })).toBeNull();
    expect(accepts({ crmUrl })).toBe(true);
    expect(changeOf({ ...draft, crm: ` ${crmUrl} ` }, settings)).toEqual({ crmUrl });
    expect(changeOf({ ...draft, crm: " " }, { ...settings, crmUrl })).toEqual({ crmUrl: null });
  });
});

describe("business hours", () => {
  const hours: BusinessHours = {
    timeZone: "Europe/Berlin",
    spans: [
      { day: 1, from: "09:00", to: "12:00" },
      { day: 1, from: "13:00", to: "24:00" },
      { day: 7, from: "00:00", to: "24:00" },
    ],
  };

  it("come back from the form as they were", () => {
    expect(hoursOfDraft(draftOfHours(hours))).toEqual(hours);
    expect(problemsOfHours(draftOfHours(hours))).toBeNull();
  });

  it("of the usual week are such as the server takes", () => {
    expect(problemsOfHours(usualHours())).toBeNull();
    expect(accepts({ businessHours: hoursOfDraft(usualHours()) })).toBe(true);
  });

  it("without any day are not saved: nobody would ever be called", () => {
    expect(
      problemsOfHours({ timeZone: "UTC", days: Array.from({ length: 7 }, () => []) })?.all,
    ).toMatch(/never taken/u);
  });
});
