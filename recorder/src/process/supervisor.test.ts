import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import type { SupervisorMessage } from "./messages.ts";
import { createSupervisor, type Worker } from "./supervisor.ts";

type FakeWorker = Worker & {
  readonly signals: string[];
  readonly asked: SupervisorMessage[];
  tell(message: unknown): void;
  exit(how: string): void;
};

function fakeWorker(pid: number): FakeWorker {
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: (how: string) => void = () => undefined;
  const worker: FakeWorker = {
    pid,
    signals: [],
    asked: [],
    send: (message) => worker.asked.push(message),
    kill: (signal) => worker.signals.push(signal),
    onMessage: (listener) => void (onMessage = listener),
    onExit: (listener) => void (onExit = listener),
    tell: (message) => onMessage(message),
    exit: (how) => onExit(how),
  };
  return worker;
}

describe("the supervisor", () => {
  let clock: FakeClock;
  let workers: FakeWorker[];
  let supervisor: ReturnType<typeof createSupervisor>;
  beforeEach(() => {
    clock = createFakeClock();
    workers = [];
    supervisor = createSupervisor({
      clock,
      log: pino({ level: "silent" }),
      startWorker() {
        const worker = fakeWorker(workers.length);
        workers.push(worker);
        return worker;
      },
    });
    supervisor.start();
  });

  it("starts another worker when one is worn, and none when that one ends", () => {
    workers[0]!.tell({ type: "worn" });
    workers[0]!.tell({ type: "worn" });
    expect(workers.length).toBe(2);
    workers[0]!.exit("exit code 0");
    clock.advance(60_000);
    expect(workers.length).toBe(2);
  });

  it("replaces a worker that crashes, later and later if it does so again and again", () => {
    const counts = [250, 500, 1_000].map((pauseMs) => {
      workers.at(-1)!.exit("SIGKILL");
      clock.advance(pauseMs - 1);
      const before = workers.length;
      clock.advance(1);
      return [before, workers.length];
    });
    expect(counts).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    clock.advance(60_001);
    workers.at(-1)!.exit("SIGSEGV");
    clock.advance(250);
    expect(workers.length).toBe(5);
  });

  it("collects the metrics of all workers, and waits for none that hangs", async () => {
    workers[0]!.tell({ type: "worn" });
    const collecting = supervisor.metrics();
    const { id } = workers[0]!.asked[0]!;
    workers[0]!.tell({ type: "metrics", id, metrics: [{ name: "one" }] });
    clock.advance(2_000);
    expect(await collecting).toEqual([[{ name: "one" }]]);
  });

  it("stops all workers, kills those that hang, and starts none any more", async () => {
    workers[0]!.tell({ type: "worn" });
    const stopping = supervisor.stop();
    expect(workers.map(({ signals }) => signals)).toEqual([["SIGTERM"], ["SIGTERM"]]);
    workers[0]!.exit("exit code 0");
    clock.advance(15_000);
    expect(workers[1]!.signals).toEqual(["SIGTERM", "SIGKILL"]);
    workers[1]!.exit("SIGKILL");
    await stopping;
    clock.advance(60_000);
    expect(workers.length).toBe(2);
  });

  it("starts no worker if it is stopped after a crash", async () => {
    workers[0]!.exit("SIGKILL");
    await supervisor.stop();
    clock.advance(60_000);
    expect(workers.length).toBe(1);
  });
});
