// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { warn } from "./warnings.ts";

let texts: string[];
beforeEach(() => {
  vi.useFakeTimers();
  texts = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => void texts.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const refuse = async (status: number, apiUrl = "https://voice.example"): Promise<void> => {
  const settings = { apiUrl, getToken: () => "token" };
  warn(Response.json({ code: "token_expired" }, { status }), settings, "token");
  await vi.advanceTimersByTimeAsync(0);
};

it("names the slash at the end of an address at which no server is found", async () => {
  await refuse(404, "https://voice.example/");
  expect(texts).toEqual([expect.stringContaining("no voice server at https://voice.example/.")]);
  expect(texts[0]).toContain("without the slash at its end");
});

it("is silent about tokens that expire now and then, and not about one that stays refused", async () => {
  for (let hours = 0; hours < 3; hours++) {
    await refuse(401);
    await vi.advanceTimersByTimeAsync(3_600_000);
  }
  expect(texts).toEqual([]);
  await refuse(401);
  await vi.advanceTimersByTimeAsync(33_000);
  await refuse(401);
  expect(texts).toEqual([expect.stringContaining("refused the token of getToken() twice")]);
});
