import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPacingQueue } from "./pacing-queue.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("keeps nobody in line for longer than clients wait, so that turns go to who is still there", async () => {
  const { waitForTurn } = createPacingQueue({ windowSeconds: 1, localBurst: 1 }, 100, () => 0);
  const began = Date.now();
  const turns = Array.from({ length: 20 }, async () => ({
    isMine: await waitForTurn("acme"),
    waited: Date.now() - began,
  }));
  await vi.advanceTimersByTimeAsync(12_000);
  const ends = await Promise.all(turns);
  const served = ends.filter(({ isMine }) => isMine);
  expect(served.length).toBeGreaterThanOrEqual(8);
  expect(Math.max(...served.map(({ waited }) => waited))).toBeLessThan(10_000);
  expect(ends.slice(served.length).map(({ isMine }) => isMine)).toEqual(
    Array(20 - served.length).fill(false),
  );
  expect(await waitForTurn("acme")).toBe(true);
});
