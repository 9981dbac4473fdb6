import { beforeEach, expect, it } from "vitest";
import type { Call } from "../../../calls/domain/call.ts";
import type { Command } from "../../../calls/domain/inputs.ts";
import type { CallParty } from "../../../calls/domain/leg.ts";
import {
  accept,
  after,
  changed,
  noon,
  offerOf,
  placed,
} from "../../../calls/domain/testing/example-calls.ts";
import { transition } from "../../../calls/domain/transition.ts";
import { averagedCalls, type QueueStore } from "../queue-store.ts";

export interface QueueStoreSetting {
  readonly store: QueueStore;
  addTenant(): Promise<string>;
  addParty(tenantId: string, firstName: string, isCustomer: boolean): Promise<CallParty>;
  /** Stores a call as it is. */
  put(call: Call): Promise<void>;
  /** Stores a customer's call-back request. */
  putCallback(tenantId: string, customer: CallParty, topic: string, isDone: boolean): Promise<void>;
}

/** Cases that every queue store passes. */
export function queueStoreCases(create: () => QueueStoreSetting): void {
  let setting: QueueStoreSetting;
  let store: QueueStore;
  let tenantId: string;
  let ada: CallParty;
  let made = 0;
  const from = (caller: CallParty, callee: CallParty | null, placedAt: number): Call =>
    placed(caller, callee, { tenantId, roomName: `call-${tenantId}-${(made += 1)}` }, placedAt);
  const call = async (callee: CallParty | null = null, placedAt = noon): Promise<Call> =>
    from(await setting.addParty(tenantId, "Carl", true), callee, placedAt);
  /** Carries out a command at a time. */
  const at = (now: number, before: Call, command: Command): Call =>
    changed(transition(before, command, now)).call;
  const noAgent: Command = { type: "wait_over", reason: "no_agent" };
  const put = async (stored: Call): Promise<Call> => {
    await setting.put(stored);
    return stored;
  };
  /** Stores a call that was answered and has ended. */
  const handled = async (durationMs: number, placedAt = noon, wrapUpMs = 0): Promise<void> => {
    const waiting = await call(null, placedAt);
    const over = after(
      { ...waiting, terms: { ...waiting.terms, wrapUpMs } },
      offerOf(ada),
      accept(ada.userId),
      { type: "hang_up", by: { userId: ada.userId, deviceId: "desk" } },
    );
    await put({ ...over, answeredAt: placedAt + 5_000, endedAt: placedAt + 5_000 + durationMs });
  };

  beforeEach(async () => {
    setting = create();
    ({ store } = setting);
    tenantId = await setting.addTenant();
    ada = await setting.addParty(tenantId, "Ada", false);
  });

  it("counts the calls that wait, ringing or not, and no others", async () => {
    await put(await call());
    await put(after(await call(), offerOf(ada)));
    await put(after(await call(ada), offerOf(ada)));
    await put(after(await call(), { type: "wait_over", reason: "no_agent" }));
    expect(await store.waiting(tenantId)).toBe(2);
    expect(await store.waiting(await setting.addTenant())).toBe(0);
  });

  it("lists who waits, the longest waiting first, with the topic of their call-back request", async () => {
    const [carl, dora, erin] = [
      await setting.addParty(tenantId, "Carl", true),
      await setting.addParty(tenantId, "Dora", true),
      await setting.addParty(tenantId, "Erin", true),
    ];
    await put(await call(ada));
    await put(after(await call(), { type: "wait_over", reason: "no_agent" }));
    const second = await put(after(from(dora, null, noon + 1), offerOf(ada)));
    const first = await put(from(carl, null, noon));
    const third = await put(from(erin, null, noon + 2));
    await setting.putCallback(tenantId, carl, "Order 4711", false);
    await setting.putCallback(tenantId, dora, "Old", true);
    await setting.putCallback(tenantId, erin, "", false);
    const list = async (limit: number, of = tenantId) =>
      (await store.waitingCallers(of, limit)).map(({ call: { id }, topic }) => [id, topic]);
    expect(await list(9)).toEqual([
      [first.id, "Order 4711"],
      [second.id, null],
      [third.id, null],
    ]);
    expect(await list(1)).toEqual([[first.id, "Order 4711"]]);
    expect(await list(9, await setting.addTenant())).toEqual([]);
  });

  it("lists queue calls that nobody answered, newest first, in pages", async () => {
    const lost: string[] = [];
    for (const placedAt of [noon + 3, noon + 2, noon + 1])
      lost.push((await put(at(placedAt + 1_000, await call(null, placedAt), noAgent))).id);
    await put(await call(null, noon + 4));
    await handled(60_000, noon + 5);
    await put(at(noon + 7, await call(ada, noon + 6), { type: "media_failed" }));
    const page = async (before: string | null, of = tenantId) =>
      (await store.lostCallers(of, { limit: 2, before })).map(({ call: { id } }) => id);
    expect(await page(null)).toEqual(lost.slice(0, 2));
    expect(await page(lost[1]!)).toEqual(lost.slice(2));
    expect([await page(lost[2]!), await page("nonsense")]).toEqual([[], []]);
    const globex = await setting.addTenant();
    expect([await page(null, globex), await page(lost[0]!, globex)]).toEqual([[], []]);
  });

  it("knows when a caller who gave up was reached, by whoever called", async () => {
    const carl = await setting.addParty(tenantId, "Carl", true);
    await put(at(noon + 60_000, from(carl, null, noon), noAgent));
    const reachedAt = async () =>
      (await store.lostCallers(tenantId, { limit: 9, before: null })).map((lost) => lost.reachedAt);
    expect(await reachedAt()).toEqual([null]);
    const missed = at(noon + 61_000, from(ada, carl, noon + 61_000), offerOf(carl));
    await put(at(noon + 120_000, missed, { type: "deadline_passed" }));
    expect(await reachedAt()).toEqual([null]);
    const ringing = at(noon + 130_000, from(ada, carl, noon + 130_000), offerOf(carl));
    await put(at(noon + 135_000, ringing, accept(carl.userId, "tab")));
    expect(await reachedAt()).toEqual([noon + 135_000]);
  });

  it("counts who is ahead: those placed earlier that ring nobody", async () => {
    const [second, first, third] = [
      await put(await call(null, noon + 1)),
      await put(await call()),
      await put(await call(null, noon + 2)),
    ];
    const ahead = (of: Call | null) => store.ahead(tenantId, of);
    expect([
      await ahead(first),
      await ahead(second),
      await ahead(third),
      await ahead(null),
    ]).toEqual([0, 1, 2, 3]);
    await put(after(await call(null, noon - 1), offerOf(ada)));
    expect([await ahead(first), await ahead(null)]).toEqual([0, 3]);
    expect(await store.ahead(await setting.addTenant(), null)).toBe(0);
  });

  it("tells two that were placed in one instant apart, as their turns do", async () => {
    const both = [await put(await call()), await put(await call())].toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    expect([await store.ahead(tenantId, both[0]!), await store.ahead(tenantId, both[1]!)]).toEqual([
      0, 1,
    ]);
  });

  it("knows how long calls took an agent, with the work after them", async () => {
    expect(await store.averageHandlingMs(tenantId, 0)).toBeNull();
    await handled(60_000);
    await handled(120_000, noon + 1, 30_000);
    await put(
      after(await call(ada), offerOf(ada), accept(ada.userId), {
        type: "hang_up",
        by: { userId: ada.userId, deviceId: "desk" },
      }),
    );
    await put(after(await call(), { type: "wait_over", reason: "no_agent" }));
    expect(await store.averageHandlingMs(tenantId, 0)).toBe(105_000);
    expect(await store.averageHandlingMs(tenantId, noon)).toBe(150_000);
    expect(await store.averageHandlingMs(tenantId, noon + 1)).toBeNull();
    expect(await store.averageHandlingMs(await setting.addTenant(), 0)).toBeNull();
  });

  it("goes by the last ones", async () => {
    await handled(3_600_000, noon - 1);
    for (let index = 0; index < averagedCalls; index += 1) await handled(60_000, noon + index);
    expect(await store.averageHandlingMs(tenantId, 0)).toBe(60_000);
  });
}
