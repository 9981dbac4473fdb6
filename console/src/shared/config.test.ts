import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";

const answer =
  (body: unknown, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status });
const addresses = {
  apiUrl: "http://api.test",
  supabaseUrl: "http://supabase.test",
  supabaseKey: "key",
};

describe("the page's settings", () => {
  it("hold the addresses, and demo people where there are any", async () => {
    expect(await loadConfig(answer(addresses))).toEqual(addresses);
    const demo = {
      password: "synapse-demo",
      people: [{ name: "Ada Agent", email: "ada@acme.test" }],
    };
    expect(await loadConfig(answer({ ...addresses, demo, more: 1 }))).toEqual({
      ...addresses,
      demo,
    });
  });

  it("that are missing or of another form stop the start", async () => {
    await expect(loadConfig(answer({}, 404))).rejects.toThrow("404");
    await expect(loadConfig(answer({ apiUrl: 1 }))).rejects.toThrow("apiUrl");
  });
});
