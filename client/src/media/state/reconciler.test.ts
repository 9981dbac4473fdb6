import { expect, it } from "vitest";
import { createReconciler } from "./reconciler.ts";

it("runs one change at a time and skips those that were overtaken", async () => {
  const log: string[] = [];
  const release: (() => void)[] = [];
  const reconciler = createReconciler<number>(async (value) => {
    log.push(`begin ${value}`);
    await new Promise<void>((resolve) => release.push(resolve));
    log.push(`end ${value}`);
  });
  reconciler.set(1);
  reconciler.set(2);
  reconciler.set(3);
  expect(log).toEqual(["begin 1"]);
  const whenIdle = reconciler.whenIdle();
  release[0]!();
  await expect.poll(() => log).toEqual(["begin 1", "end 1", "begin 3"]);
  release[1]!();
  await whenIdle;
  expect(log).toEqual(["begin 1", "end 1", "begin 3", "end 3"]);
});

it("a change that fails does not stop the next one", async () => {
  const seen: number[] = [];
  const reconciler = createReconciler<number>(async (value) => {
    seen.push(value);
    throw new Error("no");
  });
  reconciler.set(1);
  await reconciler.whenIdle();
  reconciler.set(2);
  await reconciler.whenIdle();
  expect(seen).toEqual([1, 2]);
});
