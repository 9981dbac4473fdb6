import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Prisma } from "../../generated/client.ts";
import {
  addPerson,
  addTenant,
  startMigratedDatabase,
  type MigratedDatabase,
} from "../testing/migrated-database.ts";

const at = new Date("2026-03-01T10:00:00.000Z");
const later = new Date("2026-03-01T10:00:30.000Z");

describe("the rules that the database holds", () => {
  let db: MigratedDatabase;
  let tenantId: string;
  let ada: string;
  let grace: string;
  let carl: { supabaseUserId: string; id: string };

  beforeAll(async () => {
    db = await startMigratedDatabase();
  });
  afterAll(() => db?.close());
  beforeEach(async () => {
    tenantId = await addTenant(db.database);
    ada = (await addPerson(db.database, { tenantId, firstName: "Ada", role: "AGENT" }))
      .supabaseUserId;
    grace = (await addPerson(db.database, { tenantId, firstName: "Grace", role: "AGENT" }))
      .supabaseUserId;
    carl = await addPerson(db.database, { tenantId, firstName: "Carl", role: null });
  });

  const call = (change: Partial<Prisma.CallLogUncheckedCreateInput> = {}) =>
    db.database.callLog.create({
      data: {
        tenantId,
        roomName: `call-${randomUUID()}`,
        status: "RINGING",
        toUserType: "CRM_USER",
        callerDeviceId: "d",
        placedAt: at,
        startedAt: at,
        deadlineAt: later,
        fromUserId: carl.supabaseUserId,
        fromUserType: "PORTAL_CUSTOMER",
        fromPortalCustomerId: carl.id,
        fromName: "Carl Test",
        ...change,
      },
    });
  const fromAgent = {
    fromUserType: "CRM_USER",
    fromPortalCustomerId: null,
    fromName: "Agent",
  } as const;
  const answered = (by: string) =>
    ({ status: "IN_PROGRESS", toUserId: by, answeredBy: by, answeredAt: at }) as const;
  const over = {
    status: "MISSED",
    endedAt: later,
    endReason: "ring_timeout",
    deadlineAt: null,
  } as const;
  const update = (id: string, data: Prisma.CallLogUncheckedUpdateInput) =>
    db.database.callLog.update({ where: { id }, data });

  it("allows a person one live outgoing call", async () => {
    const first = await call();
    await expect(call()).rejects.toThrow("Unique constraint failed");
    await update(first.id, over);
    await expect(call()).resolves.toBeDefined();
  });

  it("allows one accepted offer a call, and one open offer a person and call", async () => {
    const { id: callId } = await call();
    const offer = (personId: string, change: object = {}) =>
      db.database.callOffer.create({
        data: {
          callId,
          tenantId,
          personId,
          personType: "CRM_USER",
          name: "N",
          offeredAt: at,
          expiresAt: later,
          ...change,
        },
      });
    const accepted = { outcome: "accepted", endedAt: at, deviceId: "d" };
    await offer(ada);
    await expect(offer(ada)).rejects.toThrow("Unique constraint failed");
    await offer(ada, accepted);
    await expect(offer(grace, accepted)).rejects.toThrow("Unique constraint failed");
  });

  it("allows a person one call that is not on hold, whichever side they are on", async () => {
    const first = await call(answered(ada));
    const second = await call({
      ...fromAgent,
      fromUserId: grace,
      requestedCalleeId: ada,
      toUserId: ada,
    });
    await expect(update(second.id, answered(ada))).rejects.toThrow("Unique constraint failed");
    await db.database.$transaction([
      db.database.callLog.update({ where: { id: first.id }, data: { calleeHoldAt: at } }),
      db.database.callLog.update({ where: { id: second.id }, data: answered(ada) }),
    ]);
    await expect(update(first.id, { calleeHoldAt: null })).rejects.toThrow(
      "Unique constraint failed",
    );
    await update(second.id, { ...over, status: "COMPLETED" });
    await update(first.id, { calleeHoldAt: null });
    const connected = await db.database.connectedParty.findMany({
      where: { callId: { in: [first.id, second.id] } },
    });
    expect(connected.map((party) => party.supabaseUserId).sort()).toEqual(
      [ada, carl.supabaseUserId].sort(),
    );
  });

  it("keeps ConnectedParty to itself", async () => {
    await expect(
      db.database.connectedParty.create({ data: { supabaseUserId: ada, callId: randomUUID() } }),
    ).rejects.toThrow("permission denied");
  });

  it("lets nothing leave a terminal status", async () => {
    const { id } = await call(over);
    await expect(
      update(id, { status: "RINGING", endedAt: null, endReason: null, deadlineAt: later }),
    ).rejects.toThrow("is over");
    await expect(update(id, { roomDeletedAt: later })).resolves.toBeDefined();
  });

  it("wants a deadline of every live call, an end of every other", async () => {
    await expect(call({ deadlineAt: null })).rejects.toThrow("CallLog_live_has_deadline");
    await expect(call({ ...over, endReason: null })).rejects.toThrow("CallLog_over_has_end");
    await expect(call({ ...answered(ada), answeredBy: null })).rejects.toThrow(
      "CallLog_answered_has_callee",
    );
  });

  it("keeps calls and offers within one tenant", async () => {
    const elsewhere = await addPerson(db.database, {
      tenantId: await addTenant(db.database, "Globex"),
      firstName: "Gus",
      role: "AGENT",
    });
    await expect(call({ toUserId: elsewhere.supabaseUserId })).rejects.toThrow(
      "Foreign key constraint",
    );
  });

  it("has a Supabase id in one of User and PortalCustomer only", async () => {
    const names = { firstName: "A", lastName: "B", email: "a@b.test", createdAt: at, tenantId };
    await expect(
      db.database.portalCustomer.create({ data: { ...names, supabaseUserId: ada } }),
    ).rejects.toThrow("Foreign key constraint");
    await expect(
      db.database.person.create({
        data: { supabaseUserId: ada, tenantId, type: "PORTAL_CUSTOMER" },
      }),
    ).rejects.toThrow("Unique constraint failed");
  });

  it("keeps times as they were given, whatever the session's time zone", async () => {
    const owner = new Client({ connectionString: db.server.ownerUrl });
    await owner.connect();
    const { id } = await call();
    const { rows } = await owner
      .query(
        `SET timezone = 'Asia/Tokyo'; SELECT extract(epoch FROM "placedAt") * 1000 AS ms FROM "CallLog" WHERE id = '${id}'`,
      )
      .then((results) => (Array.isArray(results) ? results.at(-1) : results));
    expect(Number(rows[0].ms)).toBe(at.getTime());
    expect((await db.database.callLog.findUniqueOrThrow({ where: { id } })).placedAt).toEqual(at);
    await owner.end();
  });
});
