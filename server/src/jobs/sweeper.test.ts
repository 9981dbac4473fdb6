import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type FakeClock,
  type FakeMediaServer,
  createFakeClock,
  createFakeMediaServer,
} from "@synapse-voice/platform/testing";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import type { Call } from "../calls/domain/call.ts";
import { createCallChanges } from "../calls/service/call-change.ts";
import { createCallsService } from "../calls/service/execute.ts";
import { createFakeCalls, type FakeCalls } from "../calls/store/fake/fake-call-store.ts";
import type { Job } from "./job-runner.ts";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import { createSweeper, type Sweeper } from "./sweeper.ts";
import {
  accept,
  after,
  noon,
  offerOf,
  party,
  placed,
} from "../calls/domain/testing/example-calls.ts";
import { createUptime } from "../calls/service/uptime.ts";

const log = pino({ level: "silent" });

describe("a sweep", () => {
  let clock: FakeClock;
  let media: FakeMediaServer;
  let fake: FakeCalls;
  let broken: string | null;
  let roomChecks: number;
  let checkRoom: MediaCheck;
  let route: () => Promise<void>;

  beforeEach(() => {
    clock = createFakeClock(noon);
    media = createFakeMediaServer();
    fake = createFakeCalls();
    broken = null;
    roomChecks = 0;
    checkRoom = async () => undefined;
    route = async () => undefined;
  });

  function sweeperWith(jobs: readonly Job[] = []): Sweeper {
    const service = createCallsService({
      transactions: fake.transactions,
      clock,
      log,
      changes: createCallChanges(),
    });
    const executeUnlessLocked: typeof service.executeUnlessLocked = async (address, command) => {
      if (address.callId === broken) throw new Error("a row that makes no sense");
      await service.executeUnlessLocked(address, command);
    };
    const mediaCheck: MediaCheck = async (address) => {
      roomChecks += 1;
      if (address.callId === broken) throw new Error("a row that makes no sense");
      await checkRoom(address);
    };
    return createSweeper({
      store: fake.sweepStore,
      calls: { ...service, executeUnlessLocked },
      router: { offerWaitingCalls: () => route() },
      media,
      mediaCheck,
      uptime: createUptime(noon),
      clock,
      log,
      jobs,
    });
  }
  const ring = async (name: string, ...commands: Parameters<typeof after>[1][]): Promise<Call> => {
    const [caller, callee] = [party(`${name}-caller`), party(`${name}-callee`)];
    const call = after(placed(caller, callee, { roomName: name }), offerOf(callee), ...commands);
    await fake.transactions.inTransaction("acme", ({ calls }) => calls.insert(call, [], noon));
    return call;
  };
  const statusOf = async ({ id }: Call) => (await fake.reads("acme").find(id))?.status;

  it("ends what is due, though another call can't be ended", async () => {
    const [bad, good] = [await ring("bad"), await ring("good")];
    broken = bad.id;
    clock.advance(30_000);
    await sweeperWith().sweep();
    expect([await statusOf(bad), await statusOf(good)]).toEqual(["RINGING", "MISSED"]);
  });

  it("looks into every room, though one call can't be looked at", async () => {
    const [bad, good] = [
      await ring("bad", accept("bad-callee")),
      await ring("good", accept("good-callee")),
    ];
    broken = bad.id;
    clock.advance(20_000);
    await sweeperWith().sweep();
    expect([await statusOf(bad), await statusOf(good)]).toEqual(["IN_PROGRESS", "COMPLETED"]);
  });

  it("asks a media server that is away once, not for every call that somebody left", async () => {
    const calls = [
      await ring("one", accept("one-callee")),
      await ring("two", accept("two-callee")),
      await ring("three", accept("three-callee")),
    ];
    media.available = false;
    checkRoom = () => Promise.reject(new MediaUnavailable("timed out"));
    clock.advance(9_000); // No regular check is due yet.
    const sweeper = sweeperWith();
    await sweeper.sweep();
    expect(roomChecks).toBe(0);
    clock.advance(36_000);
    await sweeper.sweep();
    expect(await Promise.all(calls.map(statusOf))).toEqual(["COMPLETED", "COMPLETED", "COMPLETED"]);
    expect(roomChecks).toBe(1);
  });

  it("goes on to other rooms where only one can't be reached, its node being away", async () => {
    const [lost, good] = [
      await ring("lost", accept("lost-callee")),
      await ring("good", accept("good-callee")),
    ];
    checkRoom = async ({ callId }) => {
      if (callId === lost.id) throw new MediaUnavailable("timed out");
    };
    clock.advance(20_000);
    await sweeperWith().sweep();
    expect([await statusOf(lost), await statusOf(good)]).toEqual(["IN_PROGRESS", "COMPLETED"]);
  });

  it("deletes rooms, and does its chores, while looks into others hang", async () => {
    const done: string[] = [];
    const ended = await ring("ended", { type: "media_failed" });
    await ring("silent", accept("silent-callee"));
    checkRoom = () => new Promise(() => undefined);
    clock.advance(20_000);
    sweeperWith([{ name: "next", intervalMs: 0, run: async () => void done.push("next") }]).start();
    await expect.poll(() => [...fake.state().deletedRooms]).toEqual([ended.id]);
    await expect.poll(() => [roomChecks, done]).toEqual([2, ["next"]]);
  });

  it("deletes the rooms that it can", async () => {
    const [lost, good] = [
      await ring("lost", { type: "media_failed" }),
      await ring("good", { type: "media_failed" }),
    ];
    const { deleteRoom } = media;
    media.deleteRoom = async (roomName) => {
      if (roomName === "lost") throw new MediaUnavailable("timed out");
      await deleteRoom(roomName);
    };
    clock.advance(2_000);
    await sweeperWith().sweep();
    expect([...fake.state().deletedRooms]).toEqual([good.id]);
    expect(lost.status).toBe("FAILED");
  });

  it("goes on with its chores where the clock was set back", async () => {
    let runs = 0;
    const sweeper = sweeperWith([
      { name: "counting", intervalMs: 10_000, run: async () => void (runs += 1) },
    ]);
    await sweeper.sweep();
    clock.advance(9_999);
    await sweeper.sweep();
    expect(runs).toBe(1);
    clock.advance(-3_600_000);
    await sweeper.sweep();
    expect(runs).toBe(2);
  });

  it("waits for nothing that is done apart", async () => {
    const done: string[] = [];
    const stuck = new Promise<void>(() => undefined);
    const sweeper = sweeperWith([
      { name: "accounts", intervalMs: 0, isSlow: true, run: () => stuck },
      { name: "next", intervalMs: 0, run: async () => void done.push("next") },
    ]);
    sweeper.start();
    await expect.poll(() => done).toEqual(["next"]);
    for (let round = 2; round <= 3; round += 1) {
      clock.advance(1_000);
      await expect.poll(() => done).toHaveLength(round);
    }
  });

  it("ends the calls of who has gone while it takes long to decide whose turn it is", async () => {
    const waiting = placed(party("waiting"), null, {
      roomName: "queued",
      deadlineAt: noon + 600_000,
    });
    const queued = {
      ...waiting,
      legs: waiting.legs.map((leg) => ({ ...leg, leaseUntil: noon + 600_000 })),
    };
    await fake.transactions.inTransaction("acme", ({ calls }) => calls.insert(queued, [], noon));
    const call = await ring("gone");
    let asked = 0;
    route = () => new Promise(() => void (asked += 1));
    sweeperWith().start();
    await expect.poll(() => asked).toBe(1);
    await expect.poll(() => (clock.advance(1_000), statusOf(call))).toBe("CANCELLED");
  });

  it("ends many that are due, a few at a time, and is done when all are", async () => {
    const calls = await Promise.all(
      Array.from({ length: 30 }, (_, index) => ring(`call-${index}`)),
    );
    clock.advance(30_000);
    await sweeperWith().sweep();
    expect(new Set(await Promise.all(calls.map(statusOf)))).toEqual(new Set(["MISSED"]));
  });

  it("ends the calls of who was removed, and turns that have rung for their time", async () => {
    const call = await ring("removed");
    fake.removed.add("removed-callee");
    const [caller, agent] = [party("waiting"), party("agent")];
    const queued = after(placed(caller, null, { roomName: "queued" }), offerOf(agent));
    await fake.transactions.inTransaction("acme", ({ calls }) => calls.insert(queued, [], noon));
    const sweeper = sweeperWith();
    clock.advance(15_000);
    await sweeper.sweep();
    // The queue, which is a fake here, had 5 s to end the turn.
    clock.advance(5_000);
    await sweeper.sweep();
    expect([(await fake.reads("acme").find(call.id))?.endReason, await statusOf(queued)]).toEqual([
      "person_removed",
      "QUEUED",
    ]);
  });

  it("that is told to stop begins nothing more", async () => {
    const done: string[] = [];
    let finish: (() => void) | null = null;
    const sweeper = sweeperWith([
      {
        name: "slow",
        intervalMs: 0,
        run: () =>
          new Promise((resolve) => {
            finish = () => void (done.push("slow"), resolve());
          }),
      },
      { name: "next", intervalMs: 0, run: async () => void done.push("next") },
    ]);
    sweeper.start();
    await expect.poll(() => finish).not.toBeNull();
    const stopped = sweeper.stop();
    finish!();
    await stopped;
    expect(done).toEqual(["slow"]);
  });
});
