import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant, type NewTenant } from "../testing/new-tenant.ts";
import {
  recordedCall,
  startRecordingServer,
  type RecordingServer,
  type WrittenRecording,
} from "../testing/recorded-call.ts";
import type { TestClient } from "../testing/server-for-tests.ts";

const dayMs = 24 * 3_600_000;

describe("deleting a recording", () => {
  let server: RecordingServer;
  let people: NewTenant;
  let alex: TestClient;
  let written: WrittenRecording;

  beforeAll(async () => {
    server = await startRecordingServer();
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    server.storage.failure = undefined;
  });

  async function tenant(recording: object = {}): Promise<void> {
    people = await newTenant(server, {
      recording: { modes: { inbound: "notice" }, ...recording },
      dispositions: [{ id: "fraud", label: "Fraud" }],
    });
    const { tenantId } = people;
    alex = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
    written = await recordedCall(server, people.carl, people.ada);
  }
  const path = (callId = written.callId) => `/api/voip/calls/${callId}/recording`;
  const row = (callId = written.callId) =>
    server.db.database.recording.findUniqueOrThrow({ where: { callId } });
  const objects = ({ storagePrefix } = written) =>
    [...server.storage.objects.keys()].filter((key) => key.startsWith(`${storagePrefix}/`));
  const gone = { wrappedKey: null, objectName: null, peaksName: null, metadata: null };
  const sweepAfter = async (ms: number) => {
    server.clock.advance(ms);
    await server.app.sweeper.sweep();
  };

  it("by an admin leaves no object, no key, and a row that says when and by whom", async () => {
    await tenant();
    expect((await people.ada.ask("DELETE", path())).body.code).toBe("forbidden");
    expect(objects()).toHaveLength(3);
    const { status, body } = await alex.ask("DELETE", path());
    const at = new Date(server.clock.now());
    expect([status, body.state, body.deletedAt, body.deletedBy]).toEqual([
      200,
      "erased",
      at.toISOString(),
      alex.id,
    ]);
    expect(objects()).toEqual([]);
    expect(await row()).toMatchObject({
      state: "erased",
      deletedAt: at,
      deletedBy: alex.id,
      ...gone,
    });
    for (const at of ["link", "peaks"])
      expect(
        (
          await alex.ask(
            at === "link" ? "POST" : "GET",
            `${path()}/${at}`,
            at === "link" ? {} : undefined,
          )
        ).body.code,
      ).toBe("recording_gone");
    expect((await alex.ask("DELETE", path())).body.deletedAt).toBe(at.toISOString());
    expect((await people.ada.ask("GET", "/api/voip/history")).body).toMatchObject([
      { recording: "erased" },
    ]);
  });

  it("destroys the key at once, also while the storage is away, and deletes the objects later", async () => {
    await tenant();
    server.storage.failure = "unavailable";
    const { body } = await alex.ask("DELETE", path());
    expect(body).toMatchObject({ state: "erased", deletedAt: null, deletedBy: alex.id });
    expect(await row()).toMatchObject({
      wrappedKey: null,
      deletionError: "unavailable",
      deletionAttempts: 1,
    });
    expect(objects()).toHaveLength(3);
    server.storage.failure = undefined;
    await sweepAfter(61_000);
    expect(objects()).toEqual([]);
    expect(await row()).toMatchObject({
      deletedAt: new Date(server.clock.now()),
      deletionError: null,
      ...gone,
    });
  });

  it("waits for the end of the recording", async () => {
    await tenant();
    await server.db.database.recording.update({
      where: { callId: written.callId },
      data: { state: "finishing" },
    });
    expect((await alex.ask("DELETE", path())).body.code).toBe("recording_not_ready");
    expect((await row()).wrappedKey).not.toBeNull();
  });

  it("is refused and does not happen by itself while an admin protects it", async () => {
    await tenant({ retentionDays: 1 });
    expect((await people.ada.ask("PATCH", path(), { legalHold: true })).body.code).toBe(
      "forbidden",
    );
    expect((await alex.ask("PATCH", path(), { legalHold: true })).body).toMatchObject({
      legalHold: true,
      retainUntil: null,
    });
    expect((await alex.ask("DELETE", path())).body.code).toBe("recording_protected");
    await sweepAfter(1.5 * dayMs);
    expect(objects()).toHaveLength(3);
    await alex.ask("PATCH", path(), { legalHold: false });
    await sweepAfter(61_000);
    expect(await row()).toMatchObject({ state: "expired", deletedBy: null, ...gone });
    expect((await alex.ask("PATCH", path(), { legalHold: true })).body.code).toBe("recording_gone");
  });

  it("happens after the days of the tenant, and after others for a disposition", async () => {
    await tenant({
      retentionDays: 1,
      retentionByDisposition: [{ disposition: "fraud", days: null }],
    });
    const kept = await recordedCall(server, people.dora, people.ada);
    await people.ada.ask("PATCH", `/api/voip/calls/${kept.callId}/notes`, {
      disposition: "fraud",
      version: 0,
    });
    await sweepAfter(dayMs - 60_000);
    expect(objects()).toHaveLength(3);
    await sweepAfter(120_000);
    expect(objects()).toEqual([]);
    expect(await row()).toMatchObject({ state: "expired", ...gone });
    expect(objects(kept)).toHaveLength(3);
    expect((await people.ada.ask("GET", path(kept.callId))).body.retainUntil).toBeNull();
  });

  it("follows a customer's erasure, in the same act", async () => {
    await tenant();
    const other = await recordedCall(server, people.dora, people.ada);
    const reply = await alex.ask("POST", `/api/tenant/customers/${people.carl.id}/erase`);
    expect(reply.status).toBe(200);
    expect(objects()).toEqual([]);
    expect(await row()).toMatchObject({ state: "erased", deletedBy: alex.id, ...gone });
    expect(objects(other)).toHaveLength(3);
    const consents = await server.db.database.recordingConsent.findMany({
      where: { callId: written.callId },
    });
    expect(JSON.stringify([await row(), consents])).not.toContain(people.carl.id);
  });

  it("of an erased customer follows when the protection ends", async () => {
    await tenant({ retentionDays: null });
    await alex.ask("PATCH", path(), { legalHold: true });
    await alex.ask("POST", `/api/tenant/customers/${people.carl.id}/erase`);
    await sweepAfter(61_000);
    expect(objects()).toHaveLength(3);
    await alex.ask("PATCH", path(), { legalHold: false });
    await sweepAfter(61_000);
    expect(objects()).toEqual([]);
    expect(await row()).toMatchObject({ state: "erased", ...gone });
  });
});
