import { describe, expect, it } from "vitest";
import { settingsFrom } from "./stored-settings.ts";

const defaults = settingsFrom({}, []);

describe("stored settings", () => {
  it("have a default for everything", () => {
    expect(defaults).toEqual({
      ringTimeoutSeconds: 30,
      queueStrategy: "longest_idle",
      offerTimeoutSeconds: 15,
      maxWaitSeconds: 600,
      wrapUpSeconds: 0,
      businessHours: null,
      maxCallMinutes: 480,
      holdSound: "music",
      queueSound: "music",
      hideAgentEmails: false,
      portalUrl: null,
      allowedOrigins: [],
    });
    expect(settingsFrom(null, [])).toEqual(defaults);
  });

  it("keep what is valid and forget what is not", () => {
    expect(
      settingsFrom({ ringTimeoutSeconds: 9000, hideAgentEmails: true, fromAnotherVersion: 1 }, [
        "https://a.test",
        "https://b.test/path",
      ]),
    ).toEqual({ ...defaults, hideAgentEmails: true, allowedOrigins: ["https://a.test"] });
  });

  it("keep business hours as a whole or not at all: half of them would close a tenant that is open", () => {
    const hours = { timeZone: "Europe/Berlin", spans: [{ day: 1, from: "09:00", to: "17:00" }] };
    expect(settingsFrom({ businessHours: hours }, [])).toEqual({
      ...defaults,
      businessHours: hours,
    });
    const { timeZone, spans } = hours;
    for (const businessHours of [
      { timeZone: "Mars/Olympus", spans },
      { timeZone, spans: [...spans, { day: 8, from: "09:00", to: "17:00" }] },
      { spans },
    ]) {
      expect(settingsFrom({ businessHours }, [])).toEqual(defaults);
    }
  });
});
