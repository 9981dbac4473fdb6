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

describe("the rules of recordings that the database holds", () => {
  let db: MigratedDatabase;
  let listener: Client;
  let woken: string[];
  let tenantId: string;
  let ada: string;
  let carl: string;
  let callId: string;

  beforeAll(async () => {
    db = await startMigratedDatabase();
    listener = new Client({ connectionString: db.url });
    await listener.connect();
    listener.on("notification", ({ payload = "" }) => woken.push(payload));
    await listener.query("LISTEN recording");
  });
  afterAll(async () => {
    await listener?.end();
    await db?.close();
  });
  beforeEach(async () => {
    tenantId = await addTenant(db.database);
    const person = async (firstName: string, role: "AGENT" | null) =>
      (await addPerson(db.database, { tenantId, firstName, role })).supabaseUserId;
    [ada, carl] = [await person("Ada", "AGENT"), await person("Carl", null)];
    callId = randomUUID();
    await db.database.callLog.create({
      data: {
        id: callId,
        tenantId,
        roomName: `call-${callId}`,
        status: "RINGING",
        placedAt: at,
        startedAt: at,
        deadlineAt: later,
        legs: {
          create: {
            role: "caller",
            userId: carl,
            userType: "PORTAL_CUSTOMER",
            name: "Carl",
            deviceId: "d",
            placedAt: at,
          },
        },
      },
    });
    woken = [];
  });

  const add = (data: Partial<Prisma.RecordingUncheckedCreateInput> = {}) =>
    db.database.recording.create({
      data: {
        callId,
        tenantId,
        mode: "notice",
        terms: {},
        createdAt: at,
        updatedAt: at,
        ...data,
      },
    });
  const update = (data: Prisma.RecordingUncheckedUpdateInput) =>
    db.database.recording.update({ where: { callId }, data });
  const pause = () =>
    db.database.recordingPause.create({
      data: { tenantId, callId, startedAt: at, startedById: ada },
    });
  /** Returns how often recorders were woken for the call. Notifications come in order. */
  const wakeUps = async (): Promise<number> => {
    const mark = randomUUID();
    await db.database.$executeRaw`SELECT pg_notify('recording', ${mark})`;
    await expect.poll(() => woken).toContain(mark);
    const count = woken.filter((payload) => payload === callId).length;
    woken = [];
    return count;
  };

  it("wakes recorders for each change that concerns them, and for no other", async () => {
    const counts: Record<string, number> = {};
    const count = async (what: string, change: Promise<unknown>) => {
      await change;
      counts[what] = await wakeUps();
    };
    const call = (data: Prisma.CallLogUncheckedUpdateInput) =>
      db.database.callLog.update({ where: { id: callId }, data });
    const leg = (data: Prisma.CallLegUncheckedUpdateManyInput) =>
      db.database.callLeg.updateMany({ where: { callId }, data });
    await count("call without a recording", call({ status: "QUEUED" }));
    await count("added", add());
    await count("active", update({ activeFrom: at }));
    await count("lease", update({ leaseOwner: "r", leaseUntil: later, attempt: 1 }));
    await count("state", update({ state: "recording" }));
    const { id } = await pause();
    counts["pause"] = await wakeUps();
    await count(
      "warning",
      db.database.recordingPause.update({ where: { id }, data: { warnedAt: at } }),
    );
    await count(
      "resume",
      db.database.recordingPause.update({ where: { id }, data: { endedAt: later } }),
    );
    await count("status", call({ status: "RINGING" }));
    await count("version", call({ version: 7 }));
    await count("joined", leg({ joinedAt: at }));
    await count("hold", leg({ holdSince: at }));
    await count("lease of a leg", leg({ leaseUntil: later }));
    await count("deleted", db.database.recording.delete({ where: { callId } }));
    expect(counts).toEqual({
      "call without a recording": 0,
      added: 1,
      active: 1,
      lease: 0,
      state: 1,
      pause: 1,
      warning: 0,
      resume: 1,
      status: 1,
      version: 0,
      joined: 1,
      hold: 1,
      "lease of a leg": 0,
      deleted: 1,
    });
  });

  it("has one open pause for a recording", async () => {
    await add();
    await pause();
    await expect(pause()).rejects.toThrow(/unique/iu);
    await db.database.recordingPause.updateMany({ where: { callId }, data: { endedAt: later } });
    await pause();
  });

  it.each<[string, Prisma.RecordingUncheckedUpdateInput]>([
    ["is complete without a file", { state: "complete" }],
    ["failed without a reason", { state: "failed" }],
    ["has a lease of nobody", { leaseUntil: later }],
    ["is deleted and has a key", { state: "erased", deletedAt: later, wrappedKey: "v1.a.b" }],
    ["is deleted and counts as complete", { state: "recording", deletedAt: later }],
    ["is deleted under protection", { state: "erased", deletedAt: later, legalHold: true }],
  ])("knows no recording that %s", async (_what, data) => {
    await add();
    await expect(update(data)).rejects.toThrow(/constraint/iu);
  });

  it("keeps consent and access as they were written, also when the recording goes", async () => {
    await add();
    const row = { tenantId, callId, userId: carl };
    await db.database.recordingConsent.create({
      data: {
        ...row,
        agreed: true,
        wordingId: "ask-1",
        language: "en",
        version: 1,
        givenAt: at,
      },
    });
    await db.database.recordingAccess.create({
      data: { ...row, action: "play", address: "127.0.0.1", at },
    });
    await pause();
    await db.database.recording.delete({ where: { callId } });
    expect([
      await db.database.recordingConsent.count({ where: { callId } }),
      await db.database.recordingAccess.count({ where: { callId } }),
      await db.database.recordingPause.count({ where: { callId } }),
    ]).toEqual([1, 1, 0]);
    for (const change of [
      db.database.recordingConsent.updateMany({ where: { callId }, data: { agreed: false } }),
      db.database.recordingConsent.deleteMany({ where: { callId } }),
      db.database.recordingAccess.updateMany({ where: { callId }, data: { address: "" } }),
      db.database.recordingAccess.deleteMany({ where: { callId } }),
    ])
      await expect(change).rejects.toThrow(/denied/iu);
  });

  it("has a recording of another tenant's call for nobody", async () => {
    const other = await addTenant(db.database);
    await expect(add({ tenantId: other })).rejects.toThrow(/foreign key/iu);
  });
});
