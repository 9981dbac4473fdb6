import { describe, expect, it } from "vitest";
import { leaseMs, type FinishedFile, type RecordingStore } from "../recording-store.ts";

/** A store, and the changes that the server makes to recordings. */
export interface StoreFixture {
  readonly store: RecordingStore;
  /** Places a call that rings, and returns its id. `activeFrom` is null without consent. */
  place(options?: { readonly activeFrom?: null }): Promise<string>;
  answer(callId: string, at: number): Promise<void>;
  pause(callId: string, from: number): Promise<void>;
  resume(callId: string, to: number): Promise<void>;
  hold(callId: string, since: number): Promise<void>;
  end(callId: string, at: number): Promise<void>;
  remove(callId: string): Promise<void>;
  refuse(callId: string): Promise<void>;
  /** Opens a refused recording again, as when the customer agrees after all. */
  reopen(callId: string): Promise<void>;
  stateOf(callId: string): Promise<string>;
  /** The calls of which other systems were told. */
  events(): Promise<string[]>;
  recorders(): Promise<Record<string, number>>;
}

const none: ReadonlySet<string> = new Set();
const now = Date.parse("2026-03-01T10:00:00.000Z");

const file: FinishedFile = {
  state: "partial",
  startedAt: now,
  endedAt: now + 10_000,
  objectName: "recording-1.ogg",
  objectBytes: 12_345,
  peaksName: "peaks-1",
  expectedSeconds: 10,
  recordedLeft: 9.5,
  recordedRight: 10,
  metadata: { durationSeconds: 10, speakers: [], gaps: [], pauses: [], holds: [] },
};

/** The tests of every store of recordings. */
export function recordingStoreCases(given: () => StoreFixture): void {
  const take = async (callId: string, at = now, owner = "one") => {
    const taken = await given().store.take(owner, at, 100, none);
    return taken.find((recording) => recording.callId === callId);
  };

  describe("taking", () => {
    it("gives a recording to one recorder, with all that it needs to know", async () => {
      const callId = await given().place();
      const taken = (
        await Promise.all(["one", "two", "three"].map((owner) => take(callId, now, owner)))
      ).filter((recording) => recording !== undefined);
      expect(taken.length).toBe(1);
      expect(taken[0]).toMatchObject({
        callId,
        attempt: 1,
        state: "pending",
        wrappedKey: null,
        answeredAt: null,
        endedAt: null,
        recordOnHold: false,
        pauses: [],
      });
      expect(taken[0]?.storagePrefix).toBe(`${taken[0]?.tenantId}/${callId}`);
      expect(taken[0]?.activeFrom).toBe(taken[0]?.placedAt);
      expect(
        taken[0]?.parties.map(({ isCustomer, isCaller }) => [isCustomer, isCaller]).toSorted(),
      ).toEqual([
        [false, false],
        [true, true],
      ]);
    });

    it("takes at most as many as allowed, and none of the excluded", async () => {
      const { store, place } = given();
      const ids = [await place(), await place(), await place()];
      const first = await store.take("one", now, 1, none);
      expect(first.length).toBe(1);
      const rest = await store.take("one", now, 100, new Set(ids));
      expect(rest.filter(({ callId }) => ids.includes(callId))).toEqual([]);
    });

    it("takes over what another recorder has not renewed, as another attempt", async () => {
      const callId = await given().place();
      await take(callId);
      expect(await take(callId, now + leaseMs - 1, "two")).toBeUndefined();
      expect(await take(callId, now + leaseMs, "two")).toMatchObject({ attempt: 2 });
    });

    it("takes calls that have ended only if something should have been recorded", async () => {
      const { place, answer, end } = given();
      const [answered, missed, unasked] = [
        await place(),
        await place(),
        await place({ activeFrom: null }),
      ];
      for (const callId of [answered, unasked]) await answer(callId, now);
      for (const callId of [answered, missed, unasked]) await end(callId, now + 1_000);
      expect(await take(answered)).toMatchObject({ answeredAt: now, endedAt: now + 1_000 });
      expect(await take(missed)).toBeUndefined();
      expect(await take(unasked)).toBeUndefined();
    });

    it("takes nothing that was refused, or whose key was destroyed", async () => {
      const { place, refuse, answer, store } = given();
      const refused = await place();
      await refuse(refused);
      expect(await take(refused)).toBeUndefined();
      const callId = await place();
      const lease = await take(callId);
      await answer(callId, now);
      await store.begin(lease!, now);
      expect(await take(callId, now + leaseMs)).toBeUndefined();
    });
  });

  describe("a lease", () => {
    it("is renewed, and shows the call as it is now", async () => {
      const { place, answer, pause, resume, hold, store } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      await answer(callId, now + 500);
      await pause(callId, now + 700);
      const [renewed] = await store.renew([lease], now + 3_000);
      expect(renewed).toMatchObject({ callId, attempt: 1, answeredAt: now + 500 });
      expect(renewed?.pauses).toEqual([{ id: expect.any(String), from: now + 700, to: null }]);
      await resume(callId, now + 900);
      await hold(callId, now + 950);
      const [again] = await store.renew([lease], now + 3_000);
      expect(again?.pauses).toEqual([{ ...renewed?.pauses[0], to: now + 900 }]);
      expect(again?.parties.map(({ holdSince }) => holdSince).toSorted()).toEqual([
        now + 950,
        null,
      ]);
      expect(await take(callId, now + leaseMs + 1_000, "two")).toBeUndefined();
    });

    it("can be renewed late, if nobody has taken the recording", async () => {
      const { place, store } = given();
      const lease = (await take(await place()))!;
      expect(await store.renew([lease], now + 60_000)).toMatchObject([{ attempt: 1 }]);
    });

    it("is over when another recorder takes the recording, and nothing is written any more", async () => {
      const { place, store, stateOf, events } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      await take(callId, now + leaseMs, "two");
      expect(await store.renew([lease], now + leaseMs)).toEqual([]);
      expect(await store.setKey(lease, "v1.test.key")).toBe(false);
      await store.begin(lease, now);
      expect(await store.beginFinishing(lease, now)).toBe(false);
      expect(await store.finish(lease, file, now)).toBe(false);
      await store.release([lease]);
      expect(await take(callId, now + leaseMs + 1, "three")).toBeUndefined();
      expect([await stateOf(callId), (await events()).includes(callId)]).toEqual([
        "pending",
        false,
      ]);
    });

    it("is over when the recording is gone or refused", async () => {
      const { place, remove, refuse, store } = given();
      const [gone, refused] = [await place(), await place()];
      const leases = [(await take(gone))!, (await take(refused))!].filter(Boolean);
      await remove(gone);
      await refuse(refused);
      expect(await store.renew(leases, now + 1_000)).toEqual([]);
    });

    it("can be given back when the recording is refused, so that nobody waits if it is not", async () => {
      const { place, refuse, reopen, store } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      await refuse(callId);
      await store.release([lease]);
      await reopen(callId);
      expect(await take(callId, now + 1, "two")).toMatchObject({ attempt: 2 });
    });

    it("can be given back, so that others need not wait", async () => {
      const { place, store } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      await store.release([lease]);
      expect(await store.renew([lease], now + 1)).toEqual([]);
      expect(await take(callId, now + 1, "two")).toMatchObject({ attempt: 2 });
    });
  });

  describe("writing", () => {
    it("stores the first key, and no second one", async () => {
      const { place, store } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      expect(await store.setKey(lease, "v1.test.first")).toBe(true);
      expect(await store.setKey(lease, "v1.test.second")).toBe(false);
      expect(await store.renew([lease], now)).toMatchObject([{ wrappedKey: "v1.test.first" }]);
    });

    it("begins a recording, or a paused one", async () => {
      const { place, pause, store, stateOf } = given();
      const [callId, paused] = [await place(), await place()];
      const leases = await store.take("one", now, 100, none);
      await pause(paused, now);
      for (const lease of leases) await store.begin(lease, now);
      expect([await stateOf(callId), await stateOf(paused)]).toEqual(["recording", "paused"]);
    });

    it.each([
      ["a file, of which it tells other systems", file, true],
      [
        "a failure, of which it tells nobody",
        { state: "failed", startedAt: now, endedAt: now, failure: "no_recorder" },
        false,
      ],
    ] as const)("writes %s", async (_what, outcome, isTold) => {
      const { place, answer, end, store, stateOf, events } = given();
      const callId = await place();
      const lease = (await take(callId))!;
      await store.setKey(lease, "v1.test.key");
      await answer(callId, now);
      await end(callId, now + 10_000);
      expect(await store.beginFinishing(lease, now)).toBe(true);
      expect(await stateOf(callId)).toBe("finishing");
      expect(await store.finish(lease, outcome, now + 11_000)).toBe(true);
      expect(await stateOf(callId)).toBe(outcome.state);
      expect((await events()).filter((told) => told === callId).length).toBe(isTold ? 1 : 0);
      expect(await store.finish(lease, outcome, now + 11_000)).toBe(false);
      expect(await take(callId, now + 60_000)).toBeUndefined();
    });
  });

  it("tells the server which recorders run", async () => {
    const { store, recorders } = given();
    await store.announce("first", 3, now);
    await store.announce("first", 2, now + 3_000);
    await store.announce("second", 20, now);
    expect(await recorders()).toMatchObject({ first: 2, second: 20 });
    await store.retire("first");
    expect(await recorders()).not.toHaveProperty("first");
  });
}
