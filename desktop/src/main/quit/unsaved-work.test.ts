import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runAfter } from "../session/time-limit.ts";
import { createUnsavedWork, saveLimitMs } from "./unsaved-work.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("waits until the page has saved, for everything that waits", async () => {
  const ask = vi.fn();
  const done = vi.fn();
  const work = createUnsavedWork(ask, runAfter);
  void work.save().then(done);
  void work.save().then(done);
  await vi.advanceTimersByTimeAsync(saveLimitMs - 1);
  expect([ask.mock.calls.length, done.mock.calls.length]).toEqual([2, 0]);
  work.saved();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toHaveBeenCalledTimes(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("waits 1 s for a page that does not reply, and then for the next save again", async () => {
  const done = vi.fn();
  const work = createUnsavedWork(() => undefined, runAfter);
  void work.save().then(done);
  await vi.advanceTimersByTimeAsync(saveLimitMs);
  expect(done).toHaveBeenCalledTimes(1);
  work.saved();
  void work.save().then(done);
  await vi.advanceTimersByTimeAsync(saveLimitMs - 1);
  expect(done).toHaveBeenCalledTimes(1);
});
