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
  let carl: string;

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
    carl = (await addPerson(db.database, { tenantId, firstName: "Carl", role: null }))
      .supabaseUserId;
  });

  /** Describes a call: who placed it, and who was named or answered, if anyone. */
  const call = async (
    change: Partial<Prisma.CallLogUncheckedCreateInput> = {},
    { caller = carl, callee }: { readonly caller?: string; readonly callee?: string } = {},
    leg: Partial<Prisma.CallLegUncheckedCreateInput> = {},
  ) => {
    const data = {
      tenantId,
      id: randomUUID(),
      roomName: `call-${randomUUID()}`,
      status: "RINGING",
      placedAt: at,
      startedAt: at,
      deadlineAt: later,
      ...change,
    } as const;
    const legOf = (role: "caller" | "callee", userId: string) => ({
      role,
      userId,
      userType: userId === carl ? ("PORTAL_CUSTOMER" as const) : ("CRM_USER" as const),
      tenantId,
      callId: data.id,
      name: "Somebody",
      deviceId: "d",
      placedAt: at,
      ...leg,
    });
    const [created] = await db.database.$transaction([
      db.database.callLog.create({ data }),
      db.database.callLeg.create({ data: legOf("caller", caller) }),
      ...(callee ? [db.database.callLeg.create({ data: legOf("callee", callee) })] : []),
    ]);
    return created;
  };
  const answered = { status: "IN_PROGRESS", answeredAt: at } as const;
  const over = {
    status: "MISSED",
    endedAt: later,
    endReason: "ring_timeout",
    deadlineAt: null,
  } as const;
  const joined = { joinedAt: at } as const;
  const left = { leftAt: later, leftReason: "ring_timeout" } as const;
  const update = (id: string, data: Prisma.CallLogUncheckedUpdateInput) =>
    db.database.callLog.update({ where: { id }, data });
  const updateLegs = (callId: string, data: Prisma.CallLegUncheckedUpdateManyInput) =>
    db.database.callLeg.updateMany({ where: { callId }, data });
  const answer = (id: string) =>
    db.database.$transaction([updateLegs(id, joined), update(id, answered)]);
  const end = (id: string, change: Prisma.CallLogUncheckedUpdateInput = over) =>
    db.database.$transaction([updateLegs(id, { ...left, holdSince: null }), update(id, change)]);
  const hold = (callId: string, userId: string, holdSince: Date | null) =>
    db.database.callLeg.updateMany({ where: { callId, userId }, data: { holdSince } });

  it("allows a person one live outgoing call", async () => {
    const first = await call();
    await expect(call()).rejects.toThrow("Unique constraint failed");
    await end(first.id);
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
    const first = await call(answered, { callee: ada }, joined);
    const second = await call({ requestedCalleeId: ada }, { caller: grace, callee: ada });
    await expect(answer(second.id)).rejects.toThrow("Unique constraint failed");
    await db.database.$transaction([
      hold(first.id, ada, at),
      updateLegs(second.id, joined),
      update(second.id, answered),
    ]);
    await expect(hold(first.id, ada, null)).rejects.toThrow("Unique constraint failed");
    await end(second.id, { ...over, status: "COMPLETED" });
    await hold(first.id, ada, null);
    const connected = await db.database.callLeg.findMany({
      where: {
        callId: { in: [first.id, second.id] },
        joinedAt: { not: null },
        leftAt: null,
        holdSince: null,
      },
    });
    expect(connected.map(({ userId }) => userId).sort()).toEqual([ada, carl].sort());
  });

  it("lets nobody delete a leg", async () => {
    const { id } = await call();
    await expect(db.database.callLeg.deleteMany({ where: { callId: id } })).rejects.toThrow(
      "permission denied",
    );
  });

  it("holds no leg twice, nor one that holds before it has joined or awaits anything once it left", async () => {
    const { id } = await call({}, { callee: ada });
    await expect(call({}, { caller: grace, callee: grace })).rejects.toThrow(
      "Unique constraint failed",
    );
    await expect(hold(id, ada, at)).rejects.toThrow("call_leg_hold_after_join");
    await expect(updateLegs(id, { ...left, leaseUntil: later })).rejects.toThrow(
      "call_leg_left_awaits_nothing",
    );
    await expect(updateLegs(id, { leftAt: later })).rejects.toThrow("call_leg_left_with_reason");
  });

  it("lets nothing leave a terminal status", async () => {
    const { id } = await call(over, {}, left);
    await expect(
      update(id, { status: "RINGING", endedAt: null, endReason: null, deadlineAt: later }),
    ).rejects.toThrow("is over");
    await expect(update(id, { roomDeletedAt: later })).resolves.toBeDefined();
  });

  it("wants a deadline of every live call, an end of every other", async () => {
    await expect(call({ deadlineAt: null })).rejects.toThrow("CallLog_live_has_deadline");
    await expect(call({ ...over, endReason: null })).rejects.toThrow("CallLog_over_has_end");
    await expect(call({ ...answered, answeredAt: null })).rejects.toThrow("CallLog_answered_at");
    await expect(call(answered, {}, joined)).rejects.toThrow("CallLog_answered_has_callee");
  });

  it("wants every leg of a call that is over to have ended", async () => {
    const { id } = await call(answered, { callee: ada }, joined);
    await expect(update(id, { ...over, status: "COMPLETED" })).rejects.toThrow(
      "CallLog_over_has_no_live_leg",
    );
    await expect(call(over, { caller: grace })).rejects.toThrow("CallLog_over_has_no_live_leg");
    await expect(end(id, { ...over, status: "COMPLETED" })).resolves.toBeDefined();
  });

  it("keeps calls and offers within one tenant", async () => {
    const elsewhere = await addPerson(db.database, {
      tenantId: await addTenant(db.database, "Globex"),
      firstName: "Gus",
      role: "AGENT",
    });
    await expect(call({}, { callee: elsewhere.supabaseUserId })).rejects.toThrow(
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
        `SET timezone = 'Asia/Tokyo';
         SELECT extract(epoch FROM "placedAt") * 1000 AS ms FROM "CallLog" WHERE id = '${id}'`,
      )
      .then((results) => (Array.isArray(results) ? results.at(-1) : results));
    expect(Number(rows[0].ms)).toBe(at.getTime());
    expect((await db.database.callLog.findUniqueOrThrow({ where: { id } })).placedAt).toEqual(at);
    await owner.end();
  });
});
