import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { accept, changed, noon, placed } from "../../domain/testing/example-calls.ts";
import type { CallParty } from "../../domain/leg.ts";
import { transition } from "../../domain/transition.ts";
import type { GivenCalls } from "./given-calls.ts";

/** Cases for the reads of every call store. */
export function callReadCases(given: GivenCalls): void {
  it("finds no call of another tenant, nor one that does not exist", async () => {
    const call = await given.ring(given.carl, given.ada, given.ada);
    expect(await given.store.reads(await given.store.addTenant()).find(call.id)).toBeNull();
    expect(await given.store.reads(given.tenantId).find(randomUUID())).toBeNull();
    expect(await given.store.reads(given.tenantId).find("nonsense")).toBeNull();
  });

  it("knows whose call rings for whom", async () => {
    const call = await given.ring(given.carl, given.ada, given.ada);
    const reads = given.store.reads(given.tenantId);
    expect(await reads.ringingFrom(given.carl.userId, given.ada.userId)).toBe(call.id);
    expect(await reads.ringingFrom(null, given.ada.userId)).toBe(call.id);
    expect(await reads.ringingFrom(given.grace.userId, given.ada.userId)).toBeNull();
    expect(await reads.ringingFrom(given.ada.userId, given.carl.userId)).toBeNull();
  });

  it("lists what is live, and what ended since a cursor", async () => {
    const reads = given.store.reads(given.tenantId);
    const ringing = await given.ring(given.carl, given.ada, given.ada);
    const ids = async (person: CallParty, since: string | null = null) =>
      (await reads.liveCalls(person.userId, since)).map(({ id }) => id);
    expect([await ids(given.carl), await ids(given.ada), await ids(given.grace)]).toEqual([
      [ringing.id],
      [ringing.id],
      [],
    ]);
    const { cursor, writtenAt } = await reads.lastEvent(given.ada.userId);
    await given.apply(ringing, {
      type: "decline",
      by: { userId: given.ada.userId, deviceId: "desk" },
    });
    expect([
      await ids(given.ada),
      await ids(given.ada, cursor),
      await ids(given.ada, (await reads.lastEvent(given.ada.userId)).cursor),
    ]).toEqual([[], [ringing.id], []]);
    expect(writtenAt).toBe(noon);
    expect(BigInt((await reads.lastEvent(given.ada.userId)).cursor)).toBeGreaterThan(
      BigInt(cursor),
    );
    expect(await ids(given.ada, "9999999999999999999")).toEqual([]);
  });

  it("lists the calls that wait for an agent, longest waiting first", async () => {
    const dora = await given.store.addParty(given.tenantId, "Dora", true);
    const later = placed(dora, null, { tenantId: given.tenantId }, noon + 5);
    const earlier = placed(given.carl, null, { tenantId: given.tenantId });
    for (const call of [later, earlier])
      await given.within((calls) => calls.insert(call, [], noon));
    await given.ring(given.grace, given.ada, given.ada);
    expect((await given.store.reads(given.tenantId).waitingCalls()).map(({ id }) => id)).toEqual([
      earlier.id,
      later.id,
    ]);
    expect(await given.store.sweepStore.tenantsWithWaitingCalls()).toContain(given.tenantId);
  });

  it("pages through a person's history, newest first", async () => {
    const ids: string[] = [];
    for (let hour = 0; hour < 3; hour += 1) {
      const call = placed(given.carl, given.ada, { tenantId: given.tenantId }, noon + hour);
      await given.within((calls) =>
        calls.insert(changed(transition(call, { type: "media_failed" }, noon)).call, [], noon),
      );
      ids.unshift(call.id);
    }
    const page = async (before: string | null, person = given.carl) =>
      (await given.store.reads(given.tenantId).history(person.userId, { limit: 2, before })).map(
        ({ id }) => id,
      );
    expect(await page(null)).toEqual(ids.slice(0, 2));
    expect(await page(ids[1]!)).toEqual(ids.slice(2));
    expect(await page(ids[2]!)).toEqual([]);
    expect(await page(randomUUID())).toEqual([]);
    expect([
      await page(null, given.ada),
      await page(null, given.grace),
      await page(ids[0]!, given.grace),
    ]).toEqual([ids.slice(0, 2), [], []]);
  });

  it("shows a queue call to agents who could have answered it, not to those for whom another did", async () => {
    const missed = await given.ring(given.carl, null, given.ada);
    await given.apply(missed, { type: "deadline_passed" }, noon + 30_000);
    const answered = await given.ring(given.carl, null, given.ada, given.grace);
    await given.apply(answered, accept(given.grace.userId));
    const history = async ({ userId }: CallParty) =>
      (await given.store.reads(given.tenantId).history(userId, { limit: 9, before: null }))
        .map(({ id }) => id)
        .toSorted();
    expect(await history(given.ada)).toEqual([missed.id]);
    expect(await history(given.grace)).toEqual([answered.id]);
    expect(await history(given.carl)).toEqual([missed.id, answered.id].toSorted());
  });

  it("knows the live calls that involve a person", async () => {
    const call = await given.ring(given.carl, null, given.ada, given.grace);
    expect(await given.store.reads(given.tenantId).callsInvolving(given.grace.userId)).toEqual([
      call.id,
    ]);
    await given.apply(call, accept(given.ada.userId));
    expect(await given.store.reads(given.tenantId).callsInvolving(given.grace.userId)).toEqual([]);
    expect(await given.store.reads(given.tenantId).callsInvolving(given.ada.userId)).toEqual([
      call.id,
    ]);
  });

  it("counts the calls of a tenant that are not over", async () => {
    const call = await given.ring(given.carl, null, given.ada);
    await given.ring(given.ada, given.grace, given.grace);
    expect([
      await given.store.reads(given.tenantId).countLive(),
      await given.store.reads(await given.store.addTenant()).countLive(),
    ]).toEqual([2, 0]);
    await given.apply(call, { type: "cancel", by: { userId: given.carl.userId, deviceId: "tab" } });
    expect(await given.store.reads(given.tenantId).countLive()).toBe(1);
  });

  it("knows which rooms are some call's", async () => {
    const call = await given.ring(given.carl, given.ada, given.ada);
    expect([
      await given.store.reads(given.tenantId).isRoomInUse(call.roomName),
      await given.store.reads(given.tenantId).isRoomInUse("call-no-one-1"),
    ]).toEqual([true, false]);
  });

  it("finds a call together with what somebody is engaged in", async () => {
    const ringing = await given.ring(given.carl, given.ada, given.ada);
    const read = (person: CallParty) =>
      given.store.reads(given.tenantId).findWithEngagements(ringing.id, person.userId);
    expect(await read(given.ada)).toEqual({
      call: ringing,
      engagements: { outgoing: null, placing: null, connected: null, ringing: [ringing.id] },
    });
    const answered = await given.apply(ringing, accept(given.ada.userId));
    expect(await read(given.carl)).toEqual({
      call: answered,
      engagements: { outgoing: ringing.id, placing: null, connected: ringing.id, ringing: [] },
    });
    const held = await given.apply(answered, {
      type: "hold",
      by: { userId: given.ada.userId, deviceId: "desk" },
    });
    expect(await read(given.ada)).toEqual({
      call: held,
      engagements: { outgoing: null, placing: null, connected: null, ringing: [] },
    });
    expect(
      (await given.store.reads(given.tenantId).liveCalls(given.ada.userId, null)).map(
        ({ id }) => id,
      ),
    ).toEqual([ringing.id]);
    for (const unknown of [randomUUID(), "nonsense"])
      expect(
        await given.store.reads(given.tenantId).findWithEngagements(unknown, given.ada.userId),
      ).toBeNull();
  });
}
