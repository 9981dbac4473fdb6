import { describe, expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const company = {
  apiUrl: "https://voice.acme.test",
  supabaseUrl: "https://acme.supabase.test",
  supabaseKey: "sb_publishable_x",
};

describe("settings", () => {
  test("come from the file, and the environment wins", () => {
    const result = readSettings(JSON.stringify(company), {
      SYNAPSE_API_URL: "http://127.0.0.1:3001",
      SYNAPSE_MEDIA_URL: "",
    });
    expect(result).toEqual({ ok: true, settings: { ...company, apiUrl: "http://127.0.0.1:3001" } });
  });

  test("from the environment alone are enough", () => {
    const environment = {
      SYNAPSE_API_URL: company.apiUrl,
      SYNAPSE_SUPABASE_URL: company.supabaseUrl,
      SYNAPSE_SUPABASE_KEY: company.supabaseKey,
    };
    expect(readSettings(null, environment)).toEqual({ ok: true, settings: company });
  });

  test.each([
    ["nothing", null, /apiUrl: is missing\nsupabaseUrl: is missing\nsupabaseKey: is missing/u],
    ["no JSON", "{", /not valid JSON/u],
    ["a list", "5", /does not hold a JSON object/u],
    [
      "an unencrypted server elsewhere",
      JSON.stringify({ ...company, apiUrl: "http://voice.acme.test" }),
      /apiUrl: must be a https:\/\//u,
    ],
    [
      "a script as address",
      JSON.stringify({ ...company, supabaseUrl: "javascript:alert(1)" }),
      /supabaseUrl: must be/u,
    ],
    [
      "the secret key",
      JSON.stringify({ ...company, supabaseKey: "sb_secret_x" }),
      /supabaseKey: must be the publishable key/u,
    ],
  ])("%s is refused in words", (_what, text, words) => {
    const result = readSettings(text, {});
    expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
  });
});
