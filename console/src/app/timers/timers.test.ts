import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientClock } from "@synapse-voice/client";
import { serveTimers } from "./serve-timers.ts";
import { createWorkerClock, type WorkerPipe } from "./worker-clock.ts";

/** A page and a worker with their two ends of the messages between them. */
function linked() {
  const hearing = {
    page: [] as ((message: unknown) => void)[],
    worker: [] as ((message: unknown) => void)[],
    failure: [] as (() => void)[],
  };
  const sent: unknown[] = [];
  serveTimers({
    send: (message) => hearing.page.forEach((listener) => listener(message)),
    listen: (listener) => void hearing.worker.push(listener),
  });
  const worker: WorkerPipe = {
    send: (message) => {
      sent.push(message);
      hearing.worker.forEach((listener) => listener(structuredClone(message)));
    },
    listen: (listener) => void hearing.page.push(listener),
    onFailure: (listener) => void hearing.failure.push(listener),
  };
  return {
    worker,
    sent,
    fail: () => hearing.failure.forEach((listener) => listener()),
    say: (message: unknown) => hearing.page.forEach((listener) => listener(message)),
  };
}

const own: ClientClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  random: () => 0,
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

describe("the clock of a hidden page", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gives each turn once, in its time", () => {
    const clock = createWorkerClock(linked().worker, own);
    const heard: string[] = [];
    clock.after(2_000, () => heard.push("second"));
    clock.after(1_000, () => heard.push("first"));
    vi.advanceTimersByTime(999);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual(["first", "second"]);
  });

  it("forgets a turn that was cancelled, here and in the worker", () => {
    const { worker, sent } = linked();
    const clock = createWorkerClock(worker, own);
    const heard: string[] = [];
    const cancel = clock.after(1_000, () => heard.push("turn"));
    cancel();
    cancel();
    vi.advanceTimersByTime(5_000);
    expect(heard).toEqual([]);
    expect(sent).toEqual([{ after: 1_000, id: 1 }, { cancel: 1 }]);
  });

  it("goes on by the page's timers when the worker fails, with what is left of each turn", () => {
    const { worker, fail, say } = linked();
    const clock = createWorkerClock(worker, own);
    const heard: string[] = [];
    clock.after(10_000, () => heard.push("before"));
    vi.advanceTimersByTime(4_000);
    fail();
    clock.after(1_000, () => heard.push("after"));
    vi.advanceTimersByTime(5_999);
    expect(heard).toEqual(["after"]);
    vi.advanceTimersByTime(1);
    say({ due: 1 });
    expect(heard).toEqual(["after", "before"]);
  });

  it("takes nothing from a message that is not its own", () => {
    const { worker, say } = linked();
    const clock = createWorkerClock(worker, own);
    const heard: string[] = [];
    clock.after(1_000, () => heard.push("turn"));
    for (const message of [null, "due", { due: "1" }, { due: 7 }]) say(message);
    expect(heard).toEqual([]);
  });
});

describe("the worker", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("beats for realtime-js, in its words, and only once however often it is started", () => {
    const said: unknown[] = [];
    let ask: (message: unknown) => void = () => undefined;
    serveTimers({
      send: (message) => said.push(message),
      listen: (listener) => void (ask = listener),
    });
    ask({ event: "start", interval: 25_000 });
    ask({ event: "start", interval: 25_000 });
    ask({ event: "stop everything" });
    vi.advanceTimersByTime(50_000);
    expect(said).toEqual([{ event: "keepAlive" }, { event: "keepAlive" }]);
  });
});
