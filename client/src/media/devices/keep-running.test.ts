import { beforeEach, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.ts";
import { keepRunning, type RunningContext } from "./keep-running.ts";

/** Web Audio whose output can fail. It runs again once it was suspended and resumed. */
class FakeContext implements RunningContext {
  currentTime = 0;
  runs = true;
  /** The output can't be opened. */
  isBroken = false;
  restarts = 0;
  #isSuspended = false;

  suspend = async (): Promise<void> => {
    this.#isSuspended = true;
  };
  resume = async (): Promise<void> => {
    if (!this.#isSuspended) return;
    this.restarts += 1;
    this.#isSuspended = false;
    if (this.isBroken) throw new DOMException("no output", "InvalidStateError");
    this.runs = true;
  };
}

let clock: FakeClock;
let context: FakeContext;
beforeEach(() => {
  clock = createFakeClock();
  context = new FakeContext();
});

async function pass(seconds: number): Promise<void> {
  for (let tenths = 0; tenths < seconds * 10; tenths += 1) {
    await clock.advance(100);
    if (context.runs) context.currentTime += 0.1;
  }
}

it("starts sound again within 2 s after its output failed", async () => {
  keepRunning(context, clock);
  await pass(5.5);
  context.runs = false;
  await pass(2);
  expect(context.runs).toBe(true);
  await pass(10);
  expect(context.restarts).toBe(1);
});

it("tries again until there is an output", async () => {
  keepRunning(context, clock);
  await pass(1.5);
  Object.assign(context, { runs: false, isBroken: true });
  await pass(10);
  expect(context.runs).toBe(false);
  context.isBroken = false;
  await pass(1);
  expect(context.runs).toBe(true);
});

it("leaves sound alone that waits for a click", async () => {
  context.runs = false;
  keepRunning(context, clock);
  await pass(10);
  expect(context.restarts).toBe(0);
});

it("ends with the sound", async () => {
  const stop = keepRunning(context, clock);
  await pass(1.5);
  stop();
  context.runs = false;
  await pass(10);
  expect(context.restarts).toBe(0);
  expect(clock.pending()).toBe(0);
});
