import { describe, expect, it } from "vitest";
import { retry } from "./retry.ts";

const policy = { maxAttempts: 3, waitMs: 0, maxWaitMs: 0 };
/** Returns work that fails `times` times, and then returns the number of its attempts. */
const failing = (times: number) => {
  let attempts = 0;
  return async () => {
    attempts += 1;
    if (attempts <= times) throw new Error(`attempt ${attempts}`);
    return attempts;
  };
};

describe("retry", () => {
  it("returns the result of the first attempt that succeeds", async () => {
    expect(await retry(policy, () => true, failing(0))).toBe(1);
    expect(await retry(policy, () => true, failing(2))).toBe(3);
    expect(await retry({ maxAttempts: 3, waitMs: 1, maxWaitMs: 1 }, () => true, failing(2))).toBe(
      3,
    );
  });

  it("throws the last error when there are no attempts left", async () => {
    await expect(retry(policy, () => true, failing(3))).rejects.toThrow("attempt 3");
  });

  it("throws an error at once that is not retryable", async () => {
    const isFirst = (error: unknown) => error instanceof Error && error.message === "attempt 1";
    await expect(retry(policy, isFirst, failing(3))).rejects.toThrow("attempt 2");
  });
});
