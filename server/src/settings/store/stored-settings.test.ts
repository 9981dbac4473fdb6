import { describe, expect, it } from "vitest";
import { settingsFrom, storedAfter } from "./stored-settings.ts";

const defaults = settingsFrom({}, []);

const recording = {
  modes: { inbound: "off", outbound: "off", internal: "off" },
  retentionDays: 90,
  retentionByDisposition: [],
  noRecordingNoCall: false,
  maxPauseSeconds: 300,
  autoResume: false,
  recordOnHold: false,
  listeners: { agents: "own", supervisors: "all", customers: "none" },
};

describe("stored settings", () => {
  it("have a default for everything", () => {
    expect(defaults).toEqual({
      ringTimeoutSeconds: 30,
      queueStrategy: "longest_idle",
      offerTimeoutSeconds: 15,
      maxWaitSeconds: 600,
      wrapUpSeconds: 0,
      businessHours: null,
      holidays: [],
      dispositions: [],
      maxCallMinutes: 480,
      holdSound: "music",
      queueSound: "music",
      customersSee: "first_name",
      hideAgentEmails: true,
      portalUrl: null,
      crmUrl: null,
      allowedOrigins: [],
      recording,
    });
    expect(settingsFrom(null, [])).toEqual(defaults);
  });

  it("keep what is valid and forget what is not", () => {
    expect(
      settingsFrom(
        {
          ringTimeoutSeconds: 9000,
          hideAgentEmails: true,
          crmUrl: "https://crm.test/{name}",
          fromAnotherVersion: 1,
        },
        ["https://a.test", "https://b.test/path"],
      ),
    ).toEqual({ ...defaults, customersSee: "full_name", allowedOrigins: ["https://a.test"] });
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

  it("keep holidays beside hours that are not valid any more, and forget invalid ones as a whole", () => {
    const holidays = [{ date: "2026-12-25", name: "Christmas Day", spans: [] }];
    expect(settingsFrom({ holidays, businessHours: { timeZone: "Mars/Olympus" } }, [])).toEqual({
      ...defaults,
      holidays,
    });
    expect(settingsFrom({ holidays: [...holidays, { date: "2026-12-26" }] }, [])).toEqual(defaults);
  });

  it.each([
    [{}, "first_name", true],
    [{ hideAgentEmails: true }, "full_name", true],
    [{ hideAgentEmails: false }, "full_name_and_email", false],
    [{ customersSee: "full_name", hideAgentEmails: false }, "full_name", true],
    [{ customersSee: "everything", hideAgentEmails: true }, "full_name", true],
  ])("%j show customers of agents: %s", (stored, customersSee, hideAgentEmails) => {
    expect(settingsFrom(stored, [])).toMatchObject({ customersSee, hideAgentEmails });
  });

  it.each([
    // A client of before `customersSee` knows only the other field.
    [{}, { hideAgentEmails: false }, "full_name_and_email"],
    [{}, { hideAgentEmails: true }, "first_name"],
    [{ customersSee: "full_name" }, { hideAgentEmails: true }, "full_name"],
    [{ customersSee: "full_name_and_email" }, { hideAgentEmails: true }, "full_name"],
    [{ hideAgentEmails: false }, { customersSee: "first_name" } as const, "first_name"],
    [{ hideAgentEmails: false }, { ringTimeoutSeconds: 20 }, "full_name_and_email"],
  ])("%j changed by %j show customers: %s", (stored, change, customersSee) => {
    const after = settingsFrom(storedAfter({ ...stored, other: 1 }, change), []);
    expect(after).toMatchObject({
      customersSee,
      hideAgentEmails: customersSee !== "full_name_and_email",
    });
    expect(storedAfter({ ...stored, other: 1 }, change)).toMatchObject({ other: 1 });
  });

  it("keep each valid field of recordings, whatever another version stored beside it", () => {
    const stored = {
      modes: { inbound: "ask", outbound: "always", sideways: "notice" },
      retentionDays: 0,
      autoResume: true,
      watermark: true,
      listeners: "all",
    };
    expect(settingsFrom({ recording: stored }, []).recording).toEqual({
      ...recording,
      modes: { ...recording.modes, inbound: "ask" },
      autoResume: true,
    });
    expect(settingsFrom({ recording: "all" }, []).recording).toEqual(recording);
  });

  it("change recordings key by key, also inside modes and listeners", () => {
    const stored = storedAfter(
      { recording: { modes: { inbound: "ask" }, autoResume: true, watermark: true } },
      { recording: { modes: { internal: "agent" }, listeners: { customers: "own" } } },
    );
    expect(stored.recording).toEqual({
      modes: { inbound: "ask", internal: "agent" },
      autoResume: true,
      watermark: true,
      listeners: { customers: "own" },
    });
    expect(storedAfter(stored, { recording: { retentionDays: null } }).recording).toMatchObject({
      modes: { inbound: "ask", internal: "agent" },
      retentionDays: null,
    });
  });
});
