import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { accept, noon } from "../../domain/testing/example-calls.ts";
import type { GivenCalls } from "./given-calls.ts";

/** Cases for the reads of every sweep store. */
export function sweepCases(given: GivenCalls): void {
  it("finds what is overdue, leases only when they count", async () => {
    const call = await given.ring(given.carl, given.ada, given.ada);
    const due = async (now: number, leases: boolean) =>
      (await given.store.sweepStore.dueCalls(now, leases, 100)).some(
        ({ callId }) => callId === call.id,
      );
    expect([
      await due(noon + 10_000, false),
      await due(noon + 9_999, true),
      await due(noon + 10_000, true),
      await due(noon + 30_000, false),
    ]).toEqual([false, false, true, true]);
  });

  it("finds calls with a turn of the queue that has rung for its time", async () => {
    const queued = await given.ring(given.carl, null, given.ada, given.grace);
    const byName = await given.ring(given.ada, given.grace, given.grace);
    const over = async (now: number) =>
      (await given.store.sweepStore.callsWithExpiredTurns(now, 100))
        .map(({ callId }) => callId)
        .filter((id) => id === queued.id || id === byName.id);
    expect([
      await over(noon + 14_999),
      await over(noon + 15_000),
      await over(noon + 60_000),
    ]).toEqual([[], [queued.id], [queued.id]]);
    await given.apply(queued, { type: "turns_over" }, noon + 15_000);
    expect(await over(noon + 60_000)).toEqual([]);
  });

  it("finds live calls and offers of people who were taken out of their tenant", async () => {
    const queued = await given.ring(given.carl, null, given.ada, given.grace);
    const found = async () =>
      (await given.store.sweepStore.callsOfRemovedPeople(100))
        .filter(({ callId }) => callId === queued.id)
        .map(({ userId }) => userId)
        .toSorted();
    expect(await found()).toEqual([]);
    await given.store.removePerson(given.ada);
    await given.store.removePerson(given.carl);
    expect(await found()).toEqual([given.ada.userId, given.carl.userId].toSorted());
    await given.apply(queued, { type: "person_removed", userId: given.carl.userId });
    expect(await found()).toEqual([]);
  });

  it("finds calls that ring a customer who is on another one", async () => {
    const toCarl = await given.ring(given.ada, given.carl, given.carl);
    const own = await given.ring(given.carl, given.grace, given.grace);
    const inVain = async () =>
      (await given.store.sweepStore.callsRingingBusyCustomers(100)).some(
        ({ callId }) => callId === toCarl.id,
      );
    expect(await inVain()).toBe(false);
    await given.apply(own, accept(given.grace.userId));
    expect(await inVain()).toBe(true);
    await given.apply(toCarl, { type: "callee_taken" });
    expect(await inVain()).toBe(false);
  });

  it("finds calls that a party left for too long", async () => {
    const call = await given.apply(
      await given.ring(given.carl, given.ada, given.ada),
      accept(given.ada.userId),
    );
    const deserted = async (now: number) =>
      (await given.store.sweepStore.callsPastRejoinDeadline(now, 100)).some(
        ({ callId }) => callId === call.id,
      );
    expect([await deserted(noon + 19_999), await deserted(noon + 20_000)]).toEqual([false, true]);
  });

  it("finds calls that a party's network has blocked for too long", async () => {
    let call = await given.apply(
      await given.ring(given.carl, given.ada, given.ada),
      accept(given.ada.userId),
    );
    const party = { userId: given.ada.userId, deviceId: "desk" };
    const blocked = async (before: number) =>
      (await given.store.sweepStore.callsWithBlockedSound(before, 100)).some(
        ({ callId }) => callId === call.id,
      );
    const report = async (trouble: "unheard" | "blocked" | null) => {
      call = await given.apply(call, { type: "sound_reported", party, trouble });
    };
    await report("unheard");
    expect(await blocked(noon)).toBe(false);
    await report("blocked");
    expect([await blocked(noon - 1), await blocked(noon)]).toEqual([false, true]);
    await report(null);
    expect(await blocked(noon)).toBe(false);
  });

  it("hands each look into a room to one server", async () => {
    const call = await given.apply(
      await given.ring(given.carl, given.ada, given.ada),
      accept(given.ada.userId),
    );
    const claims = async (now: number) =>
      (await given.store.sweepStore.claimMediaChecks(now - 15_000, now, 100)).some(
        ({ callId }) => callId === call.id,
      );
    expect([
      await claims(noon + 14_999),
      await claims(noon + 15_000),
      await claims(noon + 15_001),
      await claims(noon + 30_000),
    ]).toEqual([false, true, false, true]);
  });

  it("remembers rooms that still have to go", async () => {
    const call = await given.apply(await given.ring(given.carl, given.ada, given.ada), {
      type: "cancel",
      by: { userId: given.carl.userId, deviceId: "tab" },
    });
    const left = async () =>
      (await given.store.sweepStore.roomsToDelete(noon, 100)).find(
        ({ callId }) => callId === call.id,
      )?.roomName;
    expect(await left()).toBe(call.roomName);
    await given.store.sweepStore.markRoomDeleted(
      { tenantId: given.tenantId, callId: call.id },
      noon,
    );
    expect(await left()).toBeUndefined();
  });

  it("forgets old events and names", async () => {
    await given.ring(given.carl, given.ada, given.ada);
    await given.within((calls) =>
      calls.recordCommand(given.carl.userId, "key", { command: "c", callId: randomUUID() }, noon),
    );
    await given.store.sweepStore.deleteOlderThan(noon);
    expect((await given.store.reads(given.tenantId).lastEvent(given.carl.userId)).cursor).not.toBe(
      "0",
    );
    await given.store.sweepStore.deleteOlderThan(noon + 1);
    expect(await given.store.reads(given.tenantId).lastEvent(given.carl.userId)).toEqual({
      cursor: "0",
      writtenAt: null,
    });
    expect(
      await given.store.reads(given.tenantId).recordedCommand(given.carl.userId, "key"),
    ).toBeNull();
  });

  it("holds a call for one transaction at a time to a sweeper", async () => {
    const call = await given.ring(given.carl, given.ada, given.ada);
    expect(await given.within((calls) => calls.tryLock(call.id))).toBe(true);
  });
}
