import { createFakeClock } from "@synapse-voice/client/testing";
import { expect, test } from "vitest";
import { createPageShare } from "./page-share.ts";

/** A page whose requests take this many ms of the main thread each. */
function page(costMs: number) {
  const clock = createFakeClock();
  let spentMs = 0;
  const run = createPageShare({ ...clock, monotonic: () => clock.monotonic() + spentMs });
  let done = 0;
  const send = (count: number): boolean[] =>
    Array.from({ length: count }, () =>
      run(() => {
        spentMs += costMs;
        done += 1;
      }),
    );
  return { clock, send, done: () => done };
}

test("a few requests run at once, in their order", () => {
  const run = createPageShare();
  const order: number[] = [];
  for (const number of [1, 2, 3]) run(() => order.push(number));
  expect(order).toEqual([1, 2, 3]);
});

test("requests without end take a tenth of the time, and all run in the end", async () => {
  const { clock, send, done } = page(5);
  expect(send(400)).not.toContain(false);
  expect(done()).toBe(200);
  await clock.advance(1_000);
  const before = done();
  await clock.advance(5_000);
  expect(done() - before).toBeGreaterThan(80);
  expect(done() - before).toBeLessThan(120);
  await clock.advance(15_000);
  expect([done(), clock.pending()]).toEqual([400, 0]);
});

test("too many that wait are refused, and later ones are not", async () => {
  const { clock, send, done } = page(5);
  expect(send(2_000).filter((isTaken) => !isTaken).length).toBe(1_600);
  await clock.advance(120_000);
  expect(done()).toBe(400);
  expect(send(1)).toEqual([true]);
});

test("a request for which the system takes long delays the next one by 1 s at most", async () => {
  const { clock, send, done } = page(5_000);
  send(2);
  expect(done()).toBe(1);
  await clock.advance(1_050);
  expect(done()).toBe(2);
});

test("a request that sends another one does not run it inside itself twice", () => {
  const run = createPageShare();
  const order: string[] = [];
  run(() => {
    run(() => order.push("inner"));
    order.push("outer");
  });
  expect(order.toSorted()).toEqual(["inner", "outer"]);
});
