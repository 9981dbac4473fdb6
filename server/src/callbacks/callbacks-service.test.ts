import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../identity/person.ts";
import { createCallbacksService, type CallbacksService } from "./callbacks-service.ts";
import { createFakeCallbackStore, type FakeCallbackStore } from "./store/fake-callback-store.ts";

const carl: Person = {
  userId: "carl",
  tenantId: "acme",
  tenantName: "Acme",
  type: "PORTAL_CUSTOMER",
  role: null,
  firstName: "Carl",
  lastName: "Customer",
  portalCustomerId: "c",
  allowedOrigins: [],
};
const agent = (userId: string, role: Person["role"] = "AGENT"): Person => ({
  ...carl,
  userId,
  type: "CRM_USER",
  role,
  firstName: userId,
  lastName: "Agent",
  portalCustomerId: null,
});
const [ada, grace, sue, alex] = [
  agent("ada"),
  agent("grace"),
  agent("sue", "SUPERVISOR"),
  agent("alex", "ADMIN"),
];
const called = "00000000-0000-4000-8000-00000000000a";

describe("callbacks", () => {
  let store: FakeCallbackStore;
  let clock: FakeClock;
  let service: CallbacksService;
  const ask = async (topic = "A bill") => (await service.request(carl, { topic })).id;

  beforeEach(() => {
    store = createFakeCallbackStore();
    store.addCustomer("acme", "carl");
    for (const { userId } of [ada, grace, sue, alex]) store.addAgent("acme", userId);
    store.addCall("acme", called, "carl");
    clock = createFakeClock();
    service = createCallbacksService(store, clock);
  });

  it("are asked for by name, topic and time", async () => {
    expect(await service.request(carl, { topic: "A bill", callId: called.toUpperCase() })).toEqual({
      id: expect.any(String),
      status: "open",
      customer: { supabaseUserId: "carl", name: "Carl Customer" },
      topic: "A bill",
      callId: called,
      requestedAt: "2026-01-01T09:00:00.000Z",
      preferredAt: null,
      claimedBy: null,
      doneAt: null,
    });
    expect(await service.list(ada, "todo")).toHaveLength(1);
    expect(await service.list(ada, "done")).toEqual([]);
  });

  it("can't be about somebody else's call", async () => {
    const request = { topic: "", callId: "00000000-0000-4000-8000-00000000000b" };
    await expect(service.request(carl, request)).rejects.toMatchObject({ code: "call_not_found" });
    expect(await service.list(ada, "todo")).toEqual([]);
  });

  it("hold a topic that reads as it is written", async () => {
    const topic = "  Two lines\nand \u0007a bell,\u202E dab \u2066marks\u0000 <b>& \u{1F600}";
    expect((await service.request(carl, { topic })).topic).toBe(
      "Two lines\nand  a bell, dab marks  <b>& \u{1F600}",
    );
  });

  it("are shown to the customer, who changes and withdraws them, whoever has claimed them", async () => {
    expect(await service.own(carl)).toBeNull();
    const id = await ask();
    await service.claim(ada, id);
    const preferredAt = "2026-01-01T14:00:00.000Z";
    expect(await service.changeOwn(carl, { preferredAt })).toMatchObject({
      id,
      status: "claimed",
      topic: "A bill",
      preferredAt,
    });
    expect(await service.changeOwn(carl, { topic: "Two\u0007 bills" })).toMatchObject({
      topic: "Two  bills",
      preferredAt,
    });
    expect(await service.own(carl)).toMatchObject({
      id,
      topic: "Two  bills",
      preferredAt,
      claimedBy: { supabaseUserId: "ada", name: "ada" },
    });
    expect(await service.withdraw(carl)).toBe(true);
    expect(await service.withdraw(carl)).toBe(false);
    expect(await service.own(carl)).toBeNull();
    await expect(service.finish(ada, id)).rejects.toMatchObject({ code: "callback_not_found" });
    await expect(service.changeOwn(carl, { topic: "" })).rejects.toMatchObject({
      code: "callback_not_found",
    });
  });

  it("are no longer the customer's to change once they are done", async () => {
    const id = await ask();
    await service.claim(ada, id);
    await service.finish(ada, id);
    expect(await service.own(carl)).toBeNull();
    expect(await service.withdraw(carl)).toBe(false);
    expect(await service.list(ada, "done")).toHaveLength(1);
  });

  it.each([
    ["2026-01-01T09:00:01.000Z", "2026-01-01T09:00:01.000Z"],
    ["2027-01-01T09:00:00.000Z", "2027-01-01T09:00:00.000Z"],
    ["2026-01-01T09:00:00.000Z", null],
    ["2025-12-31T09:00:00.000Z", null],
    [null, null],
  ])("that are wanted at %s are due at %s", async (wanted, preferredAt) => {
    expect(await service.request(carl, { topic: "", preferredAt: wanted })).toMatchObject({
      preferredAt,
    });
  });

  it("are taken on by one agent, who hears so again when they ask again", async () => {
    const id = await ask();
    expect(await service.claim(ada, id)).toMatchObject({
      status: "claimed",
      claimedBy: { supabaseUserId: "ada", name: "ada Agent" },
    });
    expect(await service.claim(ada, id)).toMatchObject({ status: "claimed" });
    await expect(service.claim(grace, id)).rejects.toMatchObject({
      code: "claimed_elsewhere",
      details: { answeredBy: "ada Agent" },
    });
  });

  it("are done by who took them on", async () => {
    const id = await ask();
    await expect(service.finish(ada, id)).rejects.toMatchObject({ code: "forbidden" });
    await service.claim(ada, id);
    await expect(service.finish(grace, id)).rejects.toMatchObject({
      code: "claimed_elsewhere",
      details: { answeredBy: "ada Agent" },
    });
    clock.advance(1_000);
    const done = {
      status: "done",
      doneAt: "2026-01-01T09:00:01.000Z",
      claimedBy: { supabaseUserId: "ada" },
    };
    expect(await service.finish(ada, id)).toMatchObject(done);
    expect(await service.finish(ada, id)).toMatchObject(done);
    await expect(service.claim(grace, id)).rejects.toMatchObject({
      code: "claimed_elsewhere",
      details: { answeredBy: "ada Agent" },
    });
    expect(await service.list(ada, "todo")).toEqual([]);
  });

  it("are given back by who took them on, and by who leads", async () => {
    const id = await ask();
    for (const by of [ada, sue, alex]) {
      await service.claim(ada, id);
      await expect(service.reopen(grace, id)).rejects.toMatchObject({ code: "claimed_elsewhere" });
      expect(await service.reopen(by, id)).toMatchObject({ status: "open", claimedBy: null });
    }
    expect(await service.reopen(grace, id)).toMatchObject({ status: "open" });
  });

  it("are opened again by any agent once they were done", async () => {
    const id = await ask();
    await service.claim(ada, id);
    await service.finish(ada, id);
    expect(await service.reopen(grace, id)).toMatchObject({
      id,
      status: "open",
      claimedBy: null,
      doneAt: null,
    });
  });

  it("are none where there is none", async () => {
    for (const step of [service.claim, service.finish, service.reopen])
      await expect(step(ada, "nonsense")).rejects.toMatchObject({ code: "callback_not_found" });
  });

  it("are not for who was removed in the same moment", async () => {
    const id = await ask();
    store.removePerson("ada");
    await expect(service.claim(ada, id)).rejects.toMatchObject({ code: "forbidden" });
  });
});
