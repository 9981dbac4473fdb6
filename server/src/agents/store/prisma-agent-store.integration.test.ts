import { randomUUID } from "node:crypto";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPrismaAgentStore } from "./prisma-agent-store.ts";
import { agentStoreCases } from "./testing/agent-store-cases.ts";

const at = new Date("2026-03-01T10:00:00.000Z");

describe("the agent store in PostgreSQL", () => {
  let db: MigratedDatabase;
  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());

  agentStoreCases(() => ({
    store: createPrismaAgentStore(db.database),
    addTenant: () => addTenant(db.database),
    add: async (tenantId, agent) => void (await addPerson(db.database, { ...agent, tenantId })),
  }));

  it("does not list agents who were removed", async () => {
    const tenantId = await addTenant(db.database);
    const { id, supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName: "Ada",
      role: "AGENT",
    });
    await db.database.user.update({ where: { id }, data: { deactivatedAt: at } });
    expect(await createPrismaAgentStore(db.database).list(tenantId, 0)).toEqual([]);
    expect(await createPrismaAgentStore(db.database).find(tenantId, supabaseUserId, 0)).toBeNull();
  });

  it("renews nothing of an agent who was removed", async () => {
    const tenantId = await addTenant(db.database);
    const { id, supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName: "Ada",
      role: "AGENT",
    });
    await db.database.user.update({ where: { id }, data: { deactivatedAt: at } });
    const device = {
      userId: supabaseUserId,
      deviceId: "desk",
      wantedState: "available",
      feed: "poll",
      leaseUntil: at.getTime() + 25_000,
      lastSeenAt: at.getTime(),
    } as const;
    expect(await createPrismaAgentStore(db.database).renew(tenantId, device)).toBeNull();
    expect(await db.database.agentDevice.count({ where: { tenantId } })).toBe(0);
  });

  it("counts a device with words of another version as one that rings least", async () => {
    const tenantId = await addTenant(db.database);
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName: "Ada",
      role: "AGENT",
    });
    const device = {
      tenantId,
      supabaseUserId,
      leaseUntil: new Date(at.getTime() + 25_000),
      lastSeenAt: at,
    };
    const activity = () =>
      createPrismaAgentStore(db.database).find(tenantId, supabaseUserId, at.getTime());
    await db.database.agentDevice.create({
      data: { ...device, deviceId: "a", wantedState: "available", feed: "telepathy" },
    });
    expect(await activity()).toMatchObject({ reachable: false, wantsCalls: false });
    await db.database.agentDevice.create({
      data: { ...device, deviceId: "b", wantedState: "eager", feed: "poll" },
    });
    expect(await activity()).toMatchObject({ reachable: true, wantsCalls: false });
  });

  describe("beside a call", () => {
    let tenantId: string;
    let ada: string;
    let grace: string;
    let carl: string;
    const customers = new Set<string>();
    const person = async (firstName: string, role: "AGENT" | null) => {
      const { supabaseUserId } = await addPerson(db.database, { tenantId, firstName, role });
      if (role === null) customers.add(supabaseUserId);
      return supabaseUserId;
    };
    const call = async ({
      caller,
      callee,
    }: {
      readonly caller: string;
      readonly callee: string | null;
    }) => {
      const placed = await db.database.callLog.create({
        data: {
          tenantId,
          roomName: randomUUID(),
          status: "RINGING",
          requestedCalleeId: callee,
          placedAt: at,
          startedAt: at,
          deadlineAt: at,
        },
      });
      const legOf = (role: "caller" | "callee", userId: string) => ({
        tenantId,
        callId: placed.id,
        role,
        userId,
        userType: customers.has(userId) ? ("PORTAL_CUSTOMER" as const) : ("CRM_USER" as const),
        name: "Somebody",
        deviceId: "d",
        placedAt: at,
      });
      await db.database.callLeg.createMany({
        data: [legOf("caller", caller), ...(callee === null ? [] : [legOf("callee", callee)])],
      });
      return placed;
    };
    const answer = async (id: string) => {
      await db.database.callLeg.updateMany({ where: { callId: id }, data: { joinedAt: at } });
      await db.database.callLog.update({
        where: { id },
        data: { status: "IN_PROGRESS", answeredAt: at },
      });
    };
    const each = async (what: "onCall" | "ringing") =>
      (await createPrismaAgentStore(db.database).list(tenantId, 0)).map(
        (presence) => presence[what],
      );

    beforeEach(async () => {
      tenantId = await addTenant(db.database);
      [ada, grace, carl] = [
        await person("Ada", "AGENT"),
        await person("Grace", "AGENT"),
        await person("Carl", null),
      ];
    });

    it("says who is on it: who placed one, and who answered one, but not whom one rings", async () => {
      const { id } = await call({ caller: ada, callee: grace });
      expect(await each("onCall")).toEqual([true, false]);
      await answer(id);
      expect(await each("onCall")).toEqual([true, true]);
      expect(
        (await createPrismaAgentStore(db.database).atWork(tenantId, [], 0)).map(
          ({ agent }) => agent.firstName,
        ),
      ).toEqual(["Ada", "Grace"]);
      await db.database.callLeg.updateMany({
        where: { callId: id },
        data: { leftAt: at, leftReason: "hung_up" },
      });
      await db.database.callLog.update({
        where: { id },
        data: { status: "COMPLETED", endedAt: at, endReason: "hung_up", deadlineAt: null },
      });
      expect(await each("onCall")).toEqual([false, false]);
    });

    it("counts who is on one at work, unless they have gone away meanwhile", async () => {
      const store = createPrismaAgentStore(db.database);
      const now = at.getTime();
      const { id } = await call({ caller: carl, callee: grace });
      await answer(id);
      const atWork = async () => (await store.headcount(tenantId, now)).atWork;
      // No report for a moment, as during a reload.
      expect(await atWork()).toBe(1);
      const report = { userId: grace, deviceId: "desk", feed: "poll", lastSeenAt: now } as const;
      const leaseUntil = now + 25_000;
      await store.renew(tenantId, { ...report, wantedState: "available", leaseUntil });
      expect(await atWork()).toBe(1);
      await store.renew(tenantId, { ...report, wantedState: "away", leaseUntil });
      expect(await atWork()).toBe(0);
    });

    it("counts a call that is on hold", async () => {
      const { id } = await call({ caller: carl, callee: grace });
      await answer(id);
      await db.database.callLeg.updateMany({
        where: { callId: id, userId: grace },
        data: { holdSince: at },
      });
      expect(await each("onCall")).toEqual([false, true]);
    });

    it("says who is being rung, until the offer is over", async () => {
      const { id: callId } = await call({ caller: carl, callee: ada });
      const { id } = await db.database.callOffer.create({
        data: {
          callId,
          tenantId,
          personId: ada,
          personType: "CRM_USER",
          name: "Ada",
          offeredAt: at,
          expiresAt: at,
        },
      });
      expect(await each("ringing")).toEqual([true, false]);
      await db.database.callOffer.update({
        where: { id },
        data: { outcome: "declined", endedAt: at },
      });
      expect(await each("ringing")).toEqual([false, false]);
    });

    it("tells a device how many calls wait, and how many callbacks nobody has taken on", async () => {
      await call({ caller: carl, callee: ada });
      const dora = await person("Dora", null);
      await call({ caller: dora, callee: null });
      for (const [customerId, claimedById] of [
        [carl, null],
        [dora, ada],
      ] as const) {
        await db.database.callback.create({
          data: {
            tenantId,
            customerId,
            customerName: "",
            topic: "",
            requestedAt: at,
            claimedById,
            status: claimedById ? "claimed" : "open",
          },
        });
      }
      const device = {
        userId: ada,
        deviceId: "desk",
        wantedState: "available",
        feed: "poll",
        leaseUntil: at.getTime() + 25_000,
        lastSeenAt: at.getTime(),
      } as const;
      expect(await createPrismaAgentStore(db.database).renew(tenantId, device)).toMatchObject({
        waiting: 1,
        openCallbacks: 1,
      });
    });
  });
});
