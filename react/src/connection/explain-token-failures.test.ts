import { ApiError } from "@synapse-voice/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { helpPage, helpPath } from "../../../server/src/platform/http/help-page.ts";
import { explainTokenFailures } from "./explain-token-failures.ts";

const api = "http://api.test";
let warnings: unknown[][];
beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((...message) => void warnings.push(message));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("warns once of a getToken that throws, and passes its error on", async () => {
  const boom = new Error("boom");
  const getToken = explainTokenFailures(() => {
    throw boom;
  }, api);
  await expect(getToken()).rejects.toBe(boom);
  await expect(getToken()).rejects.toBe(boom);
  expect(warnings).toEqual([[expect.stringContaining("getToken() failed"), boom]]);
  expect(warnings[0]?.[0]).toContain("See http://api.test/api/help#token-error");
});

it("warns of a getToken that does not return", async () => {
  void explainTokenFailures(() => new Promise(() => {}), api)();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(warnings).toEqual([[expect.stringContaining("did not return within 8 s")]]);
  expect(warnings[0]?.[0]).toContain("See http://api.test/api/help#token-timeout");
});

it("names a page that the server has, with a heading for each warning", () => {
  expect(helpPath).toBe("/api/help");
  for (const topic of ["token-error", "token-timeout"])
    expect(helpPage).toContain(`<h2 id="${topic}">`);
});

it("is silent while only the network is down, and where all is well", async () => {
  await expect(
    explainTokenFailures(() => Promise.reject(new ApiError("network")), api)(),
  ).rejects.toMatchObject({ code: "network" });
  expect(await explainTokenFailures(async () => "token", api)()).toBe("token");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(warnings).toEqual([]);
});
