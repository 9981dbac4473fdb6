import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Call } from "../../domain/call.ts";
import type { CallParty } from "../../domain/leg.ts";
import type { Command } from "../../domain/inputs.ts";
import {
  AlreadyCalling,
  PartyBusy,
  RoomTaken,
  type CallReader,
  type CallStore,
  type Engagements,
} from "../call-store.ts";
import type { SweepStore } from "../sweep-store.ts";
import type { Transactions } from "../transactions.ts";
import { transition } from "../../domain/transition.ts";
import { eventsBetween } from "../../domain/events.ts";
import { accept, changed, noon, offerOf, placed } from "../../domain/testing/example-calls.ts";

/** A store under test, and a way to have people in it. */
export interface CallStoreUnderTest {
  readonly transactions: Transactions;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  addTenant(): Promise<string>;
  addParty(tenantId: string, firstName: string, isCustomer: boolean): Promise<CallParty>;
  /** Takes someone out of their tenant, without regard to their calls. */
  removePerson(person: CallParty): Promise<void>;
}

/** What every call store does, the real one and the fake. */
export function callStoreCases(create: () => CallStoreUnderTest): void {
  let store: CallStoreUnderTest;
  let tenantId: string;
  let carl: CallParty;
  let ada: CallParty;
  let grace: CallParty;

  beforeEach(async () => {
    store = create();
    tenantId = await store.addTenant();
    carl = await store.addParty(tenantId, "Carl", true);
    ada = await store.addParty(tenantId, "Ada", false);
    grace = await store.addParty(tenantId, "Grace", false);
  });

  const within = <T>(work: (calls: CallStore) => Promise<T>): Promise<T> =>
    store.transactions.inTransaction(tenantId, ({ calls }) => work(calls));
  // No two rooms have the same name, and it ends with the time.
  let rung = 0;
  /** Rings people: a queue call's agents, or the callee. */
  const ring = async (
    caller: CallParty,
    callee: CallParty | null,
    ...people: CallParty[]
  ): Promise<Call> => {
    const call = {
      ...changed(
        transition(
          placed(caller, callee, {
            tenantId,
            version: 0,
            roomName: `call-${tenantId}-${(rung += 1)}`,
          }),
          offerOf(...people),
          noon,
        ),
      ).call,
      version: 1,
    };
    await within((calls) => calls.insert(call, eventsBetween(null, call), noon));
    return call;
  };
  const apply = async (before: Call, command: Command, now = noon): Promise<Call> => {
    const { call, events } = changed(transition(before, command, now));
    expect(await within((calls) => calls.save(before, call, events, now))).toBe(true);
    return call;
  };
  const found = (call: Call): Promise<Call | null> => store.reads(tenantId).find(call.id);

  it("gives back what it was given, through every status", async () => {
    const ringing = await ring(carl, ada, ada);
    expect(await found(ringing)).toEqual(ringing);
    const answered = await apply(ringing, accept(ada.userId), noon + 1_000);
    expect(await found(ringing)).toEqual(answered);
    const over = await apply(
      answered,
      { type: "hang_up", by: { userId: carl.userId, deviceId: "tab" } },
      noon + 5_500,
    );
    expect(await found(ringing)).toEqual(over);
  });

  it("keeps a queue call with its many offers", async () => {
    const ringing = await ring(carl, null, ada, grace);
    const answered = await apply(ringing, accept(grace.userId));
    expect(
      (await found(ringing))?.offers
        .map(({ person, outcome }) => [person.userId, outcome])
        .toSorted(),
    ).toEqual(
      [
        [ada.userId, "answered_elsewhere"],
        [grace.userId, "accepted"],
      ].toSorted(),
    );
    expect((await found(answered))?.legs.at(-1)?.party.userId).toBe(grace.userId);
  });

  it("finds no call of another tenant, nor one that does not exist", async () => {
    const call = await ring(carl, ada, ada);
    expect(await store.reads(await store.addTenant()).find(call.id)).toBeNull();
    expect(await store.reads(tenantId).find(randomUUID())).toBeNull();
    expect(await store.reads(tenantId).find("nonsense")).toBeNull();
  });

  it("refuses a change of a version that is no longer", async () => {
    const ringing = await ring(carl, ada, ada);
    await apply(ringing, accept(ada.userId));
    const late = changed(
      transition(ringing, { type: "cancel", by: { userId: carl.userId, deviceId: "tab" } }, noon),
    );
    expect(await within((calls) => calls.save(ringing, late.call, late.events, noon))).toBe(false);
    expect((await found(ringing))?.status).toBe("IN_PROGRESS");
  });

  it("keeps nothing of a unit of work that fails", async () => {
    const call = placed(carl, ada, { tenantId });
    await expect(
      within(async (calls) => {
        await calls.insert(call, eventsBetween(null, call), noon);
        throw new Error("half-way");
      }),
    ).rejects.toThrow("half-way");
    expect(await found(call)).toBeNull();
    expect(await store.reads(tenantId).lastEvent(carl.userId)).toEqual({
      cursor: "0",
      writtenAt: null,
    });
  });

  it("lets a person have one live outgoing call", async () => {
    const first = await ring(carl, ada, ada);
    await expect(ring(carl, grace, grace)).rejects.toThrow(AlreadyCalling);
    expect(await store.reads(tenantId).engagementsOf(carl.userId)).toEqual({
      outgoing: first.id,
      placing: first.id,
      connected: null,
      ringing: [],
    });
    await apply(first, { type: "cancel", by: { userId: carl.userId, deviceId: "tab" } });
    expect((await ring(carl, grace, grace)).status).toBe("RINGING");
  });

  it("has one call a room", async () => {
    const second = placed(grace, ada, {
      tenantId,
      roomName: (await ring(carl, ada, ada)).roomName,
    });
    await expect(within((calls) => calls.insert(second, [], noon))).rejects.toThrow(RoomTaken);
  });

  it("connects a person on one call only", async () => {
    const dora = await store.addParty(tenantId, "Dora", true);
    const first = await apply(await ring(carl, ada, ada), accept(ada.userId));
    const second = await ring(dora, ada, ada);
    const { call, events } = changed(transition(second, accept(ada.userId), noon));
    await expect(within((calls) => calls.save(second, call, events, noon))).rejects.toThrow(
      PartyBusy,
    );
    expect(await store.reads(tenantId).engagementsOf(ada.userId)).toEqual({
      outgoing: null,
      placing: null,
      connected: first.id,
      ringing: [second.id],
    });
  });

  it("knows whose call rings for whom", async () => {
    const call = await ring(carl, ada, ada);
    const reads = store.reads(tenantId);
    expect(await reads.ringingFrom(carl.userId, ada.userId)).toBe(call.id);
    expect(await reads.ringingFrom(null, ada.userId)).toBe(call.id);
    expect(await reads.ringingFrom(grace.userId, ada.userId)).toBeNull();
    expect(await reads.ringingFrom(ada.userId, carl.userId)).toBeNull();
  });

  it("lists what is live, and what ended since a cursor", async () => {
    const reads = store.reads(tenantId);
    const ringing = await ring(carl, ada, ada);
    const ids = async (person: CallParty, since: string | null = null) =>
      (await reads.liveCalls(person.userId, since)).map(({ id }) => id);
    expect([await ids(carl), await ids(ada), await ids(grace)]).toEqual([
      [ringing.id],
      [ringing.id],
      [],
    ]);
    const { cursor, writtenAt } = await reads.lastEvent(ada.userId);
    await apply(ringing, {
      type: "decline",
      by: { userId: ada.userId, deviceId: "desk" },
    });
    expect([
      await ids(ada),
      await ids(ada, cursor),
      await ids(ada, (await reads.lastEvent(ada.userId)).cursor),
    ]).toEqual([[], [ringing.id], []]);
    expect(writtenAt).toBe(noon);
    expect(BigInt((await reads.lastEvent(ada.userId)).cursor)).toBeGreaterThan(BigInt(cursor));
    expect(await ids(ada, "9999999999999999999")).toEqual([]);
  });

  it("lists the calls that wait for an agent, longest waiting first", async () => {
    const dora = await store.addParty(tenantId, "Dora", true);
    const later = placed(dora, null, { tenantId }, noon + 5);
    const earlier = placed(carl, null, { tenantId });
    for (const call of [later, earlier]) await within((calls) => calls.insert(call, [], noon));
    await ring(grace, ada, ada);
    expect((await store.reads(tenantId).waitingCalls()).map(({ id }) => id)).toEqual([
      earlier.id,
      later.id,
    ]);
    expect(await store.sweepStore.tenantsWithWaitingCalls()).toContain(tenantId);
  });

  it("pages through a person's history, newest first", async () => {
    const ids: string[] = [];
    for (let hour = 0; hour < 3; hour += 1) {
      const call = placed(carl, ada, { tenantId }, noon + hour);
      await within((calls) =>
        calls.insert(changed(transition(call, { type: "media_failed" }, noon)).call, [], noon),
      );
      ids.unshift(call.id);
    }
    const page = async (before: string | null, person = carl) =>
      (await store.reads(tenantId).history(person.userId, { limit: 2, before })).map(
        ({ id }) => id,
      );
    expect(await page(null)).toEqual(ids.slice(0, 2));
    expect(await page(ids[1]!)).toEqual(ids.slice(2));
    expect(await page(ids[2]!)).toEqual([]);
    expect(await page(randomUUID())).toEqual([]);
    expect([await page(null, ada), await page(null, grace), await page(ids[0]!, grace)]).toEqual([
      ids.slice(0, 2),
      [],
      [],
    ]);
  });

  it("shows a queue call to agents who could have answered it, not to those for whom another did", async () => {
    const missed = await ring(carl, null, ada);
    await apply(missed, { type: "deadline_passed" }, noon + 30_000);
    const answered = await ring(carl, null, ada, grace);
    await apply(answered, accept(grace.userId));
    const history = async ({ userId }: CallParty) =>
      (await store.reads(tenantId).history(userId, { limit: 9, before: null }))
        .map(({ id }) => id)
        .toSorted();
    expect(await history(ada)).toEqual([missed.id]);
    expect(await history(grace)).toEqual([answered.id]);
    expect(await history(carl)).toEqual([missed.id, answered.id].toSorted());
  });

  it("knows the live calls that involve a person", async () => {
    const call = await ring(carl, null, ada, grace);
    expect(await store.reads(tenantId).callsInvolving(grace.userId)).toEqual([call.id]);
    await apply(call, accept(ada.userId));
    expect(await store.reads(tenantId).callsInvolving(grace.userId)).toEqual([]);
    expect(await store.reads(tenantId).callsInvolving(ada.userId)).toEqual([call.id]);
  });

  it("remembers the first call of a named command, per person", async () => {
    const first = { command: "start-call agents", callId: randomUUID() };
    await within((calls) => calls.recordCommand(carl.userId, "key", first, noon));
    await within((calls) =>
      calls.recordCommand(carl.userId, "key", { ...first, callId: randomUUID() }, noon),
    );
    expect(await store.reads(tenantId).recordedCommand(carl.userId, "key")).toMatchObject(first);
    expect(await store.reads(tenantId).recordedCommand(ada.userId, "key")).toBeNull();
  });

  it("finds what is overdue, leases only when they count", async () => {
    const call = await ring(carl, ada, ada);
    const due = async (now: number, leases: boolean) =>
      (await store.sweepStore.dueCalls(now, leases, 100)).some(({ callId }) => callId === call.id);
    expect([
      await due(noon + 10_000, false),
      await due(noon + 9_999, true),
      await due(noon + 10_000, true),
      await due(noon + 30_000, false),
    ]).toEqual([false, false, true, true]);
  });

  it("finds calls with a turn of the queue that has rung for its time", async () => {
    const queued = await ring(carl, null, ada, grace);
    const byName = await ring(ada, grace, grace);
    const over = async (now: number) =>
      (await store.sweepStore.callsWithExpiredTurns(now, 100))
        .map(({ callId }) => callId)
        .filter((id) => id === queued.id || id === byName.id);
    expect([
      await over(noon + 14_999),
      await over(noon + 15_000),
      await over(noon + 60_000),
    ]).toEqual([[], [queued.id], [queued.id]]);
    await apply(queued, { type: "turns_over" }, noon + 15_000);
    expect(await over(noon + 60_000)).toEqual([]);
  });

  it("finds live calls and offers of people who were taken out of their tenant", async () => {
    const queued = await ring(carl, null, ada, grace);
    const found = async () =>
      (await store.sweepStore.callsOfRemovedPeople(100))
        .filter(({ callId }) => callId === queued.id)
        .map(({ userId }) => userId)
        .toSorted();
    expect(await found()).toEqual([]);
    await store.removePerson(ada);
    await store.removePerson(carl);
    expect(await found()).toEqual([ada.userId, carl.userId].toSorted());
    await apply(queued, { type: "person_removed", userId: carl.userId });
    expect(await found()).toEqual([]);
  });

  it("finds calls that ring a customer who is on another one", async () => {
    const toCarl = await ring(ada, carl, carl);
    const own = await ring(carl, grace, grace);
    const inVain = async () =>
      (await store.sweepStore.callsRingingBusyCustomers(100)).some(
        ({ callId }) => callId === toCarl.id,
      );
    expect(await inVain()).toBe(false);
    await apply(own, accept(grace.userId));
    expect(await inVain()).toBe(true);
    await apply(toCarl, { type: "callee_taken" });
    expect(await inVain()).toBe(false);
  });

  it("counts the calls of a tenant that are not over", async () => {
    const call = await ring(carl, null, ada);
    await ring(ada, grace, grace);
    expect([
      await store.reads(tenantId).countLive(),
      await store.reads(await store.addTenant()).countLive(),
    ]).toEqual([2, 0]);
    await apply(call, { type: "cancel", by: { userId: carl.userId, deviceId: "tab" } });
    expect(await store.reads(tenantId).countLive()).toBe(1);
  });

  it("finds calls that a party left for too long", async () => {
    const call = await apply(await ring(carl, ada, ada), accept(ada.userId));
    const deserted = async (now: number) =>
      (await store.sweepStore.callsPastRejoinDeadline(now, 100)).some(
        ({ callId }) => callId === call.id,
      );
    expect([await deserted(noon + 19_999), await deserted(noon + 20_000)]).toEqual([false, true]);
  });

  it("hands each look into a room to one server", async () => {
    const call = await apply(await ring(carl, ada, ada), accept(ada.userId));
    const claims = async (now: number) =>
      (await store.sweepStore.claimMediaChecks(now - 15_000, now, 100)).some(
        ({ callId }) => callId === call.id,
      );
    expect([
      await claims(noon + 14_999),
      await claims(noon + 15_000),
      await claims(noon + 15_001),
      await claims(noon + 30_000),
    ]).toEqual([false, true, false, true]);
  });

  it("knows which rooms are some call's", async () => {
    const call = await ring(carl, ada, ada);
    expect([
      await store.reads(tenantId).isRoomInUse(call.roomName),
      await store.reads(tenantId).isRoomInUse("call-no-one-1"),
    ]).toEqual([true, false]);
  });

  it("remembers rooms that still have to go", async () => {
    const call = await apply(await ring(carl, ada, ada), {
      type: "cancel",
      by: { userId: carl.userId, deviceId: "tab" },
    });
    const left = async () =>
      (await store.sweepStore.roomsToDelete(noon, 100)).find(({ callId }) => callId === call.id)
        ?.roomName;
    expect(await left()).toBe(call.roomName);
    await store.sweepStore.markRoomDeleted({ tenantId, callId: call.id }, noon);
    expect(await left()).toBeUndefined();
  });

  it("forgets old events and names", async () => {
    await ring(carl, ada, ada);
    await within((calls) =>
      calls.recordCommand(carl.userId, "key", { command: "c", callId: randomUUID() }, noon),
    );
    await store.sweepStore.deleteOlderThan(noon);
    expect((await store.reads(tenantId).lastEvent(carl.userId)).cursor).not.toBe("0");
    await store.sweepStore.deleteOlderThan(noon + 1);
    expect(await store.reads(tenantId).lastEvent(carl.userId)).toEqual({
      cursor: "0",
      writtenAt: null,
    });
    expect(await store.reads(tenantId).recordedCommand(carl.userId, "key")).toBeNull();
  });

  it("finds a call together with what somebody is engaged in", async () => {
    const ringing = await ring(carl, ada, ada);
    const look = (person: CallParty) =>
      store.reads(tenantId).findWithEngagements(ringing.id, person.userId);
    expect(await look(ada)).toEqual({
      call: ringing,
      engagements: { outgoing: null, placing: null, connected: null, ringing: [ringing.id] },
    });
    const answered = await apply(ringing, accept(ada.userId));
    expect(await look(carl)).toEqual({
      call: answered,
      engagements: { outgoing: ringing.id, placing: null, connected: ringing.id, ringing: [] },
    });
    const held = await apply(answered, {
      type: "hold",
      by: { userId: ada.userId, deviceId: "desk" },
    });
    expect(await look(ada)).toEqual({
      call: held,
      engagements: { outgoing: null, placing: null, connected: null, ringing: [] },
    });
    expect((await store.reads(tenantId).liveCalls(ada.userId, null)).map(({ id }) => id)).toEqual([
      ringing.id,
    ]);
    for (const unknown of [randomUUID(), "nonsense"])
      expect(await store.reads(tenantId).findWithEngagements(unknown, ada.userId)).toBeNull();
  });

  it("writes what rests on somebody's engagements only while those are as they were seen", async () => {
    const dora = await store.addParty(tenantId, "Dora", true);
    const ringing = await ring(carl, ada, ada);
    const { call, events } = changed(transition(ringing, accept(ada.userId), noon));
    const save = async (engagements: Engagements) =>
      within((calls) =>
        calls.save(ringing, call, events, noon, { userId: ada.userId, engagements }),
      );
    const seen = await store.reads(tenantId).engagementsOf(ada.userId);
    const second = await ring(dora, ada, ada);
    expect(await save(seen)).toBe(false);
    expect((await found(ringing))?.status).toBe("RINGING");
    expect(await save(await store.reads(tenantId).engagementsOf(ada.userId))).toBe(true);
    expect(await store.reads(tenantId).engagementsOf(ada.userId)).toEqual({
      outgoing: null,
      placing: null,
      connected: ringing.id,
      ringing: [second.id],
    });
  });

  it("holds a call for one transaction at a time to a sweeper", async () => {
    const call = await ring(carl, ada, ada);
    expect(await within((calls) => calls.tryLock(call.id))).toBe(true);
  });
}
