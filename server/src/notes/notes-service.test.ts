import type { Disposition } from "@synapse-voice/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import type { Person } from "../identity/person.ts";
import { createNotesService, type NotesService } from "./notes-service.ts";
import { createFakeNotesStore, type FakeNotesStore } from "./store/fake-notes-store.ts";

const agent = (userId: string, role: Person["role"] = "AGENT"): Person => ({
  userId,
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role,
  firstName: userId,
  lastName: "Agent",
  portalCustomerId: null,
  allowedOrigins: [],
});
const [ada, grace, sue, alex] = [
  agent("ada"),
  agent("grace"),
  agent("sue", "SUPERVISOR"),
  agent("alex", "ADMIN"),
];
const gus: Person = { ...agent("gus", "ADMIN"), tenantId: "globex" };
const callId = "00000000-0000-4000-8000-00000000000a";
const solved = { id: "solved", label: "Solved" };
const lost = { id: "lost", label: "Lost" };

describe("notes of a call", () => {
  let store: FakeNotesStore;
  let clock: FakeClock;
  let dispositions: Disposition[];
  let service: NotesService;

  beforeEach(() => {
    store = createFakeNotesStore();
    store.addCall("acme", callId, ["ada"]);
    clock = createFakeClock();
    dispositions = [solved, lost];
    service = createNotesService({ store, dispositionsOf: async () => dispositions, clock });
  });

  it("are empty at first, for every agent of the tenant", async () => {
    for (const reader of [ada, grace, sue, alex])
      expect(await service.read(reader, callId)).toEqual({
        notes: "",
        disposition: null,
        dispositionLabel: null,
        version: 0,
        updatedAt: null,
        updatedBy: null,
        dispositions: [solved, lost],
      });
  });

  it("are read by colleagues as they were saved", async () => {
    const change = { notes: "Sent a\nnew bill", disposition: "solved", version: 0 };
    const saved = await service.save(ada, callId, change);
    expect(saved).toEqual({
      ...change,
      dispositionLabel: "Solved",
      version: 1,
      updatedAt: "2026-01-01T09:00:00.000Z",
      updatedBy: { supabaseUserId: "ada", name: "ada Agent" },
      dispositions: [solved, lost],
    });
    expect(await service.read(grace, callId)).toEqual(saved);
  });

  it("keep what a change leaves out", async () => {
    await service.save(ada, callId, { notes: "A bill", version: 0 });
    await service.save(ada, callId, { disposition: "lost", version: 1 });
    expect(await service.save(ada, callId, { version: 2 })).toMatchObject({
      notes: "A bill",
      disposition: "lost",
      version: 3,
    });
    expect(await service.save(ada, callId, { disposition: null, version: 3 })).toMatchObject({
      notes: "A bill",
      disposition: null,
      dispositionLabel: null,
    });
  });

  it("are text without marks that hide or reorder it, and keep their lines", async () => {
    const notes = "  One\r\ntwo\rthree \u0007bell\u202E dab\u0000 <b>& \u{1F600}\n";
    expect(await service.save(ada, callId, { notes, version: 0 })).toMatchObject({
      notes: "One\ntwo\nthree  bell dab  <b>& \u{1F600}",
    });
  });

  it("are written by the call's agents, supervisors and admins, and by no other agent", async () => {
    for (const [version, writer] of [ada, sue, alex].entries())
      expect(await service.save(writer, callId, { notes: "x", version })).toMatchObject({
        version: version + 1,
      });
    await expect(service.save(grace, callId, { notes: "y", version: 3 })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await service.read(ada, callId)).toMatchObject({ notes: "x", version: 3 });
  });

  it("are those of no call for another tenant, and for an id that is none", async () => {
    for (const [reader, id] of [
      [gus, callId],
      [ada, "nonsense"],
    ] as const) {
      await expect(service.read(reader, id)).rejects.toMatchObject({ code: "call_not_found" });
      await expect(service.save(reader, id, { version: 0 })).rejects.toMatchObject({
        code: "call_not_found",
      });
    }
  });

  it("that have changed meanwhile are not overwritten, and the refusal gives the newer ones", async () => {
    await service.save(sue, callId, { notes: "Newer", disposition: "solved", version: 0 });
    await expect(service.save(ada, callId, { notes: "Mine", version: 0 })).rejects.toMatchObject({
      code: "notes_changed",
      details: { notes: "Newer", disposition: "solved", version: 1, answeredBy: "sue Agent" },
    });
    expect(await service.save(ada, callId, { notes: "Mine", version: 1 })).toMatchObject({
      version: 2,
    });
  });

  it("are saved once if a lost reply makes the client repeat the change", async () => {
    const change = { notes: "A bill", disposition: "lost", version: 0 };
    const saved = await service.save(ada, callId, change);
    clock.advance(1_000);
    expect(await service.save(ada, callId, change)).toEqual(saved);
    await expect(service.save(sue, callId, change)).rejects.toMatchObject({
      code: "notes_changed",
    });
  });

  it("refuse a version that is still to come", async () => {
    await expect(service.save(ada, callId, { notes: "x", version: 4 })).rejects.toMatchObject({
      code: "notes_changed",
      details: { notes: "", disposition: null, version: 0 },
    });
  });

  it("take only dispositions of the tenant, and keep the label of one that was removed", async () => {
    await expect(
      service.save(ada, callId, { disposition: "unknown", version: 0 }),
    ).rejects.toMatchObject({ code: "invalid_request" });
    await service.save(ada, callId, { disposition: "lost", version: 0 });
    dispositions = [{ id: "solved", label: "All solved" }];
    const kept = { disposition: "lost", dispositionLabel: "Lost" };
    expect(await service.read(ada, callId)).toMatchObject(kept);
    expect(
      await service.save(ada, callId, { notes: "x", disposition: "lost", version: 1 }),
    ).toMatchObject(kept);
    await service.save(ada, callId, { disposition: "solved", version: 2 });
    await expect(
      service.save(ada, callId, { disposition: "lost", version: 3 }),
    ).rejects.toMatchObject({ code: "invalid_request" });
  });
});
