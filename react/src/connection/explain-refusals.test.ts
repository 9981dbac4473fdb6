// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { helpPage } from "../../../server/src/platform/http/help-page.ts";
import { connectVoice } from "./connect-voice.ts";

const api = "http://api.test";
let warnings: string[];
let requests: { readonly url: string; readonly mode: RequestMode | undefined }[];
let answer: (mode: RequestMode | undefined) => Promise<Response>;
let close: () => Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  requests = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => void warnings.push(text));
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    requests.push({ url, mode: init?.mode });
    return answer(init?.mode);
  });
});
afterEach(async () => {
  await close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const away = () => Promise.reject(new TypeError("Failed to fetch"));
const refusal = (status: number, code?: string) => async () =>
  Response.json(code === undefined ? {} : { title: "No", status, code }, { status });

async function start(apiUrl = api): Promise<void> {
  const client = connectVoice({ apiUrl, getToken: async () => "token", supabaseUserId: "carl" });
  close = () => client.close();
  client.start();
  await vi.advanceTimersByTimeAsync(60_000);
}

describe("the console of a page that can't use the server", () => {
  it("names an origin that the server does not know, which browsers show as a lost network", async () => {
    answer = (mode) => (mode === "no-cors" ? Promise.resolve(new Response()) : away());
    await start();
    expect(warnings).toEqual([expect.stringContaining(location.origin)]);
    expect(warnings[0]).toContain("Settings, Websites");
    expect(warnings[0]).toContain(`See ${api}/api/help#origin`);
  });

  it.each([
    ["an origin of another company", "origin", refusal(403, "origin_not_allowed")],
    ["a token that is refused again", "token-refused", refusal(401, "token_invalid")],
    ["a person of no company", "person-refused", refusal(403, "not_provisioned")],
    ["an address without a voice server", "api-url", refusal(404)],
    ["an address with another path", "api-url", refusal(404, "not_found")],
  ])("names %s, once", async (_, topic, reply) => {
    answer = reply;
    await start();
    expect(warnings).toEqual([expect.stringContaining(`#${topic}`)]);
    expect(helpPage).toContain(`<h2 id="${topic}">`);
  });

  it("is silent while the server is away, and checks no more once it has answered", async () => {
    answer = away;
    await start();
    expect(requests.some(({ mode }) => mode === "no-cors")).toBe(true);
    answer = refusal(503, "database_unavailable");
    await vi.advanceTimersByTimeAsync(60_000);
    answer = (mode) => (mode === "no-cors" ? Promise.resolve(new Response()) : away());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(warnings).toEqual([]);
  });

  it("is silent about a token that has expired, and about an endpoint that an older server lacks", async () => {
    const expired = refusal(401, "token_expired");
    const live = { serverTime: "2026-01-01T09:00:00.000Z", cursor: "1", calls: [] };
    answer = async () => Response.json(live);
    await start();
    for (const reply of [expired, refusal(404, "not_found")]) {
      answer = reply;
      await vi.advanceTimersByTimeAsync(2_000);
      answer = async () => Response.json(live);
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(warnings).toEqual([]);
  });

  it("does not mind a slash at the end of the server's address", async () => {
    answer = refusal(503, "database_unavailable");
    await start(`${api}/`);
    expect(requests[0]?.url).toMatch(/^http:\/\/api\.test\/api\/voip\//u);
  });
});
