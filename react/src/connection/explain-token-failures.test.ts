import { ApiError } from "@synapse-voice/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { explainTokenFailures } from "./explain-token-failures.ts";

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
  });
  await expect(getToken()).rejects.toBe(boom);
  await expect(getToken()).rejects.toBe(boom);
  expect(warnings).toEqual([[expect.stringContaining("getToken() failed"), boom]]);
});

it("warns of a getToken that does not return", async () => {
  void explainTokenFailures(() => new Promise(() => {}))();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(warnings).toEqual([[expect.stringContaining("did not return within 8 s")]]);
});

it("is silent while only the network is down, and where all is well", async () => {
  await expect(
    explainTokenFailures(() => Promise.reject(new ApiError("network")))(),
  ).rejects.toMatchObject({ code: "network" });
  expect(await explainTokenFailures(async () => "token")()).toBe("token");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(warnings).toEqual([]);
});
