import { beforeEach, expect, it } from "vitest";
import type { Call } from "../../domain/call.ts";
import type { CallParty } from "../../domain/leg.ts";
import type { Transactions } from "../transactions.ts";
import type { RoomStore } from "../room-store.ts";
import { accept, after, noon, offerOf, placed } from "../../domain/testing/example-calls.ts";

/** A store under test, and a way to have calls in it. */
export interface RoomStoreUnderTest {
  readonly store: RoomStore;
  readonly transactions: Transactions;
  addTenant(): Promise<string>;
  addParty(tenantId: string, firstName: string): Promise<CallParty>;
}

/** Cases for every room store, the real one and the fake. */
export function roomStoreCases(create: () => RoomStoreUnderTest): void {
  let given: RoomStoreUnderTest;
  let tenantId: string;
  beforeEach(async () => {
    given = create();
    tenantId = await given.addTenant();
  });

  const call = async (
    room: string,
    change: (ringing: Call, callee: CallParty) => Call,
  ): Promise<Call> => {
    const [caller, callee] = [
      await given.addParty(tenantId, "Carl"),
      await given.addParty(tenantId, "Ada"),
    ];
    const made = change(
      after(
        placed(caller, callee, { tenantId, version: 0, roomName: `call-${room}-${tenantId}` }),
        offerOf(callee),
      ),
      callee,
    );
    await given.transactions.inTransaction(tenantId, ({ calls }) => calls.insert(made, [], noon));
    return made;
  };

  it("tells the rooms that there must be, and which are of calls that are over", async () => {
    const ringing = await call("ringing", (one) => one);
    const talking = await call("talking", (one, { userId }) => after(one, accept(userId)));
    const over = await call("over", (one) => after(one, { type: "media_failed" }));
    const mine = (await given.store.liveRooms())
      .filter((room) => room.tenantId === tenantId)
      .toSorted((a, b) => (a.roomName < b.roomName ? -1 : 1));
    expect(mine).toEqual(
      [ringing, talking].map(({ id, roomName }) => ({ callId: id, tenantId, roomName })),
    );
    const names = [ringing.roomName, talking.roomName, over.roomName, `call-unknown-${tenantId}`];
    expect([...(await given.store.endedRooms(names, noon))]).toEqual([over.roomName]);
    expect([...(await given.store.endedRooms(names, noon - 1))]).toEqual([]);
  });

  it("lets one at a time do the work, and the next one after it, whether that went well or not", async () => {
    let finish = (): void => undefined;
    let begun = false;
    const first = given.store.withAdvisoryLock(() => {
      begun = true;
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    await expect.poll(() => begun).toBe(true);
    expect(await given.store.withAdvisoryLock(() => Promise.reject(new Error("not alone")))).toBe(
      false,
    );
    finish();
    expect(await first).toBe(true);
    await expect(
      given.store.withAdvisoryLock(() => Promise.reject(new Error("went wrong"))),
    ).rejects.toThrow("went wrong");
    expect(await given.store.withAdvisoryLock(async () => undefined)).toBe(true);
  });
}
