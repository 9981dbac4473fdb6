import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientClock } from "@synapse-voice/client";
import { serveTimers } from "./serve-timers.ts";
import { createWorkerClock, type WorkerChannel } from "./worker-clock.ts";

/** Connects a page and a worker by two ends of a channel. */
function linked() {
  const listeners = {
    page: [] as ((message: unknown) => void)[],
    worker: [] as ((message: unknown) => void)[],
    failure: [] as (() => void)[],
  };
  const sent: unknown[] = [];
  serveTimers({
    send: (message) => listeners.page.forEach((listener) => listener(message)),
    listen: (listener) => void listeners.worker.push(listener),
  });
  const worker: WorkerChannel = {
    send: (message) => {
      sent.push(message);
      listeners.worker.forEach((listener) => listener(structuredClone(message)));
    },
    listen: (listener) => void listeners.page.push(listener),
    onFailure: (listener) => void listeners.failure.push(listener),
  };
  return {
    worker,
    sent,
    fail: () => listeners.failure.forEach((listener) => listener()),
    sendToPage: (message: unknown) => listeners.page.forEach((listener) => listener(message)),
  };
}

const fallback: ClientClock = {
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
    const clock = createWorkerClock(linked().worker, fallback);
    const fired: string[] = [];
    clock.after(2_000, () => fired.push("second"));
    clock.after(1_000, () => fired.push("first"));
    vi.advanceTimersByTime(999);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(fired).toEqual(["first", "second"]);
  });

  it("forgets a turn that was cancelled, here and in the worker", () => {
    const { worker, sent } = linked();
    const clock = createWorkerClock(worker, fallback);
    const fired: string[] = [];
    const cancel = clock.after(1_000, () => fired.push("turn"));
    cancel();
    cancel();
    vi.advanceTimersByTime(5_000);
    expect(fired).toEqual([]);
    expect(sent).toEqual([{ after: 1_000, id: 1 }, { cancel: 1 }]);
  });

  it("goes on by the page's timers when the worker fails, with what is left of each turn", () => {
    const { worker, fail, sendToPage } = linked();
    const clock = createWorkerClock(worker, fallback);
    const fired: string[] = [];
    clock.after(10_000, () => fired.push("before"));
    vi.advanceTimersByTime(4_000);
    fail();
    clock.after(1_000, () => fired.push("after"));
    vi.advanceTimersByTime(5_999);
    expect(fired).toEqual(["after"]);
    vi.advanceTimersByTime(1);
    sendToPage({ due: 1 });
    expect(fired).toEqual(["after", "before"]);
  });

  it("takes nothing from a message that is not its own", () => {
    const { worker, sendToPage } = linked();
    const clock = createWorkerClock(worker, fallback);
    const fired: string[] = [];
    clock.after(1_000, () => fired.push("turn"));
    for (const message of [null, "due", { due: "1" }, { due: 7 }]) sendToPage(message);
    expect(fired).toEqual([]);
  });
});

describe("the worker", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("beats for realtime-js, in its words, and only once however often it is started", () => {
    const messages: unknown[] = [];
    let send: (message: unknown) => void = () => undefined;
    serveTimers({
      send: (message) => messages.push(message),
      listen: (listener) => void (send = listener),
    });
    send({ event: "start", interval: 25_000 });
    send({ event: "start", interval: 25_000 });
    send({ event: "stop everything" });
    vi.advanceTimersByTime(50_000);
    expect(messages).toEqual([{ event: "keepAlive" }, { event: "keepAlive" }]);
  });
});
