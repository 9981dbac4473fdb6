import { beforeEach, expect, it } from "vitest";
import type { Call } from "../../../calls/domain/call.ts";
import type { CallParty } from "../../../calls/domain/leg.ts";
import {
  accept,
  after,
  noon,
  offerOf,
  placed,
} from "../../../calls/domain/testing/example-calls.ts";
import { averagedCalls, type QueueStore } from "../queue-store.ts";

export interface QueueStoreSetting {
  readonly store: QueueStore;
  addTenant(): Promise<string>;
  addParty(tenantId: string, firstName: string, isCustomer: boolean): Promise<CallParty>;
  /** Stores a call as it is. */
  put(call: Call): Promise<void>;
}

/** Cases that every queue store passes. */
export function queueStoreCases(create: () => QueueStoreSetting): void {
  let setting: QueueStoreSetting;
  let store: QueueStore;
  let tenantId: string;
  let ada: CallParty;
  let made = 0;
  const call = async (callee: CallParty | null = null, at = noon): Promise<Call> => {
    const carl = await setting.addParty(tenantId, "Carl", true);
    return placed(carl, callee, { tenantId, roomName: `call-${tenantId}-${(made += 1)}` }, at);
  };
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
