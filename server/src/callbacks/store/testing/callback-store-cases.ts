import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { CallbackStore, CallbackTask, Claimer, CallbackRequest } from "../callback-store.ts";

export interface CallbackStoreSetting {
  readonly store: CallbackStore;
  addTenant(): Promise<string>;
  /** Adds an agent, or a customer if `role` is null. Returns the user id. */
  addPerson(tenantId: string, firstName: string, role: "AGENT" | null): Promise<string>;
  removePerson(userId: string): Promise<void>;
  /** Adds a call that this customer placed. Returns its id. */
  addCall(tenantId: string, customerId: string): Promise<string>;
}

const now = Date.parse("2026-03-01T10:00:00.000Z");

/** Cases that every callback store passes. */
export function callbackStoreCases(create: () => CallbackStoreSetting): void {
  let setting: CallbackStoreSetting;
  let store: CallbackStore;
  let tenantId: string;
  let carl: string;
  let dora: string;
  let ada: Claimer;
  let grace: Claimer;
  const requested = (
    customerId = carl,
    change: Partial<CallbackRequest> = {},
  ): CallbackRequest => ({
    customer: { userId: customerId, name: "Carl Customer" },
    topic: "A bill",
    callId: null,
    requestedAt: now,
    ...change,
  });
  const claimed = async (task: CallbackTask, by = ada): Promise<CallbackTask> => {
    const after = await store.claim(tenantId, task.id, by, now + 1);
    expect(after).not.toBeNull();
    return after!;
  };
  const ids = (tasks: readonly CallbackTask[]) => tasks.map(({ id }) => id);

  beforeEach(async () => {
    setting = create();
    ({ store } = setting);
    tenantId = await setting.addTenant();
    carl = await setting.addPerson(tenantId, "Carl", null);
    dora = await setting.addPerson(tenantId, "Dora", null);
    ada = { userId: await setting.addPerson(tenantId, "Ada", "AGENT"), name: "Ada Agent" };
    grace = {
      userId: await setting.addPerson(tenantId, "Grace", "AGENT"),
      name: "Grace Agent",
    };
  });

  it("keeps a wish as it was made", async () => {
    const callId = await setting.addCall(tenantId, carl);
    const task = await store.request(tenantId, requested(carl, { callId }));
    expect(task).toEqual({
      ...requested(carl, { callId }),
      id: expect.any(String),
      status: "open",
      preferredAt: null,
      claimedBy: null,
      doneAt: null,
    });
    expect(await store.find(tenantId, task.id)).toEqual(task);
    expect(await store.toDo(tenantId, 9)).toEqual([task]);
  });

  it("changes the topic with a second wish, and keeps its place and its call", async () => {
    const callId = await setting.addCall(tenantId, carl);
    const first = await store.request(tenantId, requested(carl, { callId }));
    const second = await store.request(
      tenantId,
      requested(carl, { topic: "Another bill", requestedAt: now + 5 }),
    );
    expect(second).toEqual({ ...first, topic: "Another bill" });
    const later = await setting.addCall(tenantId, carl);
    expect(await store.request(tenantId, requested(carl, { callId: later }))).toEqual({
      ...first,
      callId: later,
    });
    expect(await store.toDo(tenantId, 9)).toHaveLength(1);
  });

  it("keeps the time that the customer prefers, until a wish names another or none", async () => {
    const first = await store.request(tenantId, requested(carl, { preferredAt: now + 9 }));
    expect(first.preferredAt).toBe(now + 9);
    expect((await store.request(tenantId, requested())).preferredAt).toBe(now + 9);
    expect(
      (await store.request(tenantId, requested(carl, { preferredAt: null }))).preferredAt,
    ).toBeNull();
  });

  it("finds and changes the customer's own one, until it is done", async () => {
    expect(await store.findOwn(tenantId, carl)).toBeNull();
    expect(await store.changeOwn(tenantId, carl, { topic: "x" })).toBeNull();
    const task = await claimed(await store.request(tenantId, requested()));
    expect(await store.findOwn(tenantId, carl)).toEqual(task);
    expect(await store.changeOwn(tenantId, carl, { preferredAt: now + 9 })).toEqual({
      ...task,
      preferredAt: now + 9,
    });
    const changed = { ...task, topic: "Another bill", preferredAt: null };
    expect(
      await store.changeOwn(tenantId, carl, { topic: "Another bill", preferredAt: null }),
    ).toEqual(changed);
    expect(await store.findOwn(tenantId, carl)).toEqual(changed);
    expect(await store.findOwn(tenantId, dora)).toBeNull();
    const other = await setting.addTenant();
    expect(await store.findOwn(other, carl)).toBeNull();
    expect(await store.changeOwn(other, carl, { topic: "x" })).toBeNull();
    expect(await store.withdraw(other, carl)).toBe(false);
    await store.finish(tenantId, task.id, ada.userId, now);
    expect(await store.findOwn(tenantId, carl)).toBeNull();
  });

  it("deletes the one that is withdrawn, and none that is done", async () => {
    const task = await store.request(tenantId, requested());
    expect(await store.withdraw(tenantId, dora)).toBe(false);
    expect(await store.withdraw(tenantId, carl)).toBe(true);
    expect(await store.find(tenantId, task.id)).toBeNull();
    expect(await store.claim(tenantId, task.id, ada, now)).toBeNull();
    expect(await store.withdraw(tenantId, carl)).toBe(false);
    const done = await claimed(await store.request(tenantId, requested()));
    await store.finish(tenantId, done.id, ada.userId, now);
    expect(await store.withdraw(tenantId, carl)).toBe(false);
    expect(await store.find(tenantId, done.id)).toMatchObject({ status: "done" });
  });

  it("lists what is to do by the time at which it is wanted", async () => {
    const later = await store.request(tenantId, requested(carl, { preferredAt: now + 60 }));
    const sooner = await store.request(tenantId, requested(dora, { requestedAt: now + 5 }));
    expect(ids(await store.toDo(tenantId, 9))).toEqual([sooner.id, later.id]);
    await store.changeOwn(tenantId, carl, { preferredAt: now + 1 });
    expect(ids(await store.toDo(tenantId, 9))).toEqual([later.id, sooner.id]);
  });

  it("keeps a second wish with who has taken the first one on", async () => {
    const task = await claimed(await store.request(tenantId, requested()));
    expect(await store.request(tenantId, requested(carl, { topic: "Another bill" }))).toEqual({
      ...task,
      topic: "Another bill",
    });
  });

  it("makes one of two wishes at once", async () => {
    const [a, b] = await Promise.all([
      store.request(tenantId, requested()),
      store.request(tenantId, requested()),
    ]);
    expect(a.id).toBe(b.id);
  });

  it("lists what is to do, oldest first, and what is done, newest first", async () => {
    const second = await store.request(tenantId, requested(carl, { requestedAt: now + 5 }));
    const first = await store.request(tenantId, requested(dora));
    expect(ids(await store.toDo(tenantId, 9))).toEqual([first.id, second.id]);
    expect(ids(await store.toDo(tenantId, 1))).toEqual([first.id]);
    for (const [task, at] of [
      [first, now + 10],
      [second, now + 20],
    ] as const)
      await store.finish(tenantId, (await claimed(task)).id, ada.userId, at);
    expect(ids(await store.toDo(tenantId, 9))).toEqual([]);
    expect(ids(await store.done(tenantId, 9))).toEqual([second.id, first.id]);
    expect(ids(await store.done(tenantId, 1))).toEqual([second.id]);
  });

  it("is blind to other tenants", async () => {
    const task = await store.request(tenantId, requested());
    const other = await setting.addTenant();
    const gus = { userId: await setting.addPerson(other, "Gus", "AGENT"), name: "Gus" };
    expect(await store.find(other, task.id)).toBeNull();
    expect(await store.toDo(other, 9)).toEqual([]);
    expect(await store.claim(other, task.id, gus, now)).toBeNull();
    expect(await store.reopen(other, task)).toBeNull();
    await claimed(task);
    expect(await store.finish(other, task.id, ada.userId, now)).toBeNull();
    expect((await store.find(tenantId, task.id))?.status).toBe("claimed");
  });

  it("finds nothing by what is no id", async () => {
    expect(await store.find(tenantId, randomUUID())).toBeNull();
    expect(await store.find(tenantId, "nonsense")).toBeNull();
  });

  it("gives an open one to the first who claims it", async () => {
    const task = await store.request(tenantId, requested());
    expect(await claimed(task)).toEqual({ ...task, status: "claimed", claimedBy: ada });
    expect(await store.claim(tenantId, task.id, grace, now)).toBeNull();
    expect((await store.find(tenantId, task.id))?.claimedBy).toEqual(ada);
  });

  it("gives nothing to whoever is no agent any more", async () => {
    const task = await store.request(tenantId, requested());
    await setting.removePerson(ada.userId);
    expect(await store.claim(tenantId, task.id, ada, now)).toBeNull();
    expect((await store.find(tenantId, task.id))?.status).toBe("open");
  });

  it("lets only its claimer finish it, once", async () => {
    const task = await store.request(tenantId, requested());
    expect(await store.finish(tenantId, task.id, ada.userId, now)).toBeNull();
    await claimed(task);
    expect(await store.finish(tenantId, task.id, grace.userId, now)).toBeNull();
    expect(await store.finish(tenantId, task.id, ada.userId, now + 7)).toEqual({
      ...task,
      status: "done",
      claimedBy: ada,
      doneAt: now + 7,
    });
    expect(await store.finish(tenantId, task.id, ada.userId, now + 8)).toBeNull();
  });

  it("opens one that is claimed, and one that is done, if it still is", async () => {
    const task = await store.request(tenantId, requested());
    const taken = await claimed(task);
    expect(await store.reopen(tenantId, taken)).toEqual(task);
    expect(await store.reopen(tenantId, taken)).toBeNull();
    const done = await store.finish(tenantId, (await claimed(task, grace)).id, grace.userId, now);
    expect(await store.reopen(tenantId, taken)).toBeNull();
    expect(await store.reopen(tenantId, done!)).toEqual(task);
  });

  it("opens no second one for a customer who has asked again: that stands for both", async () => {
    const done = await store.finish(
      tenantId,
      (await claimed(await store.request(tenantId, requested()))).id,
      ada.userId,
      now,
    );
    const again = await store.request(tenantId, requested());
    expect(again.id).not.toBe(done!.id);
    expect(await store.reopen(tenantId, done!)).toEqual(again);
    expect(ids(await store.toDo(tenantId, 9))).toEqual([again.id]);
  });

  it("lists none of a customer who was removed", async () => {
    await store.request(tenantId, requested());
    await store.finish(
      tenantId,
      (await claimed(await store.request(tenantId, requested(dora)))).id,
      ada.userId,
      now,
    );
    for (const customer of [carl, dora]) await setting.removePerson(customer);
    expect([await store.toDo(tenantId, 9), await store.done(tenantId, 9)]).toEqual([[], []]);
  });

  it("knows whose a call is", async () => {
    const callId = await setting.addCall(tenantId, carl);
    expect([
      await store.isCallOf(tenantId, callId, carl),
      await store.isCallOf(tenantId, callId, dora),
      await store.isCallOf(await setting.addTenant(), callId, carl),
      await store.isCallOf(tenantId, randomUUID(), carl),
    ]).toEqual([true, false, false, false]);
  });
}
