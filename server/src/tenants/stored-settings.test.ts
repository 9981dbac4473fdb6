import { describe, expect, it } from "vitest";
import { settingsFrom } from "./stored-settings.ts";

const defaults = settingsFrom({}, []);

describe("stored settings", () => {
  it("have a default for everything", () => {
    expect(defaults).toEqual({ ringTimeoutSeconds: 30, hideAgentEmails: false, allowedOrigins: [] });
    expect(settingsFrom(null, [])).toEqual(defaults);
  });

  it("keep what is valid and forget what is not", () => {
    expect(settingsFrom({ ringTimeoutSeconds: 9000, hideAgentEmails: true, fromAnotherVersion: 1 }, ["https://a.test", "https://b.test/path"])).toEqual({ ...defaults, hideAgentEmails: true, allowedOrigins: ["https://a.test"] });
  });
});
