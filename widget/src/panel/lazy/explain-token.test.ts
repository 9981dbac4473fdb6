import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Settings } from "../../api.ts";
import { explainToken } from "./explain-token.ts";

let warnings: unknown[];
let settings: Settings;
const explain = (getToken: Settings["getToken"]): void => {
  settings = { apiUrl: "http://api.test", getToken };
  explainToken(settings, (cause) => void warnings.push(cause));
};

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
});
afterEach(() => void vi.useRealTimers());

it("explains a getToken that throws, rejects or is missing, and passes its error on", async () => {
  const boom = new Error("boom");
  explain(() => {
    throw boom;
  });
  await expect(settings.getToken()).rejects.toBe(boom);
  settings.getToken = () => Promise.reject(boom);
  await expect(settings.getToken()).rejects.toBe(boom);
  Object.assign(settings, { getToken: undefined });
  await expect(settings.getToken()).rejects.toThrow(TypeError);
  expect(warnings).toEqual([boom, boom, expect.any(TypeError)]);
});

it("explains a getToken that does not return", async () => {
  explain(() => new Promise(() => {}));
  void settings.getToken();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(warnings).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(warnings).toEqual([undefined]);
});

it("says nothing of one that works, and passes on what it was asked", async () => {
  const asked: unknown[] = [];
  explain((ask) => {
    asked.push(ask);
    return "token";
  });
  expect(await settings.getToken({ fresh: true })).toBe("token");
  await vi.advanceTimersByTimeAsync(20_000);
  expect([asked, warnings]).toEqual([[{ fresh: true }], []]);
});
