import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { NotesStore, StoredNotes } from "../notes-store.ts";

export interface NotesStoreSetting {
  readonly store: NotesStore;
  addTenant(): Promise<string>;
  /** Adds an agent. Returns the user id. */
  addAgent(tenantId: string): Promise<string>;
  /** Adds a missed call that this agent placed to a customer. Returns its id. */
  addCall(tenantId: string, agentId: string): Promise<string>;
  /** Deletes the record of a call. */
  deleteCall(callId: string): Promise<void>;
}

const now = Date.parse("2026-03-01T10:00:00.000Z");

/** Cases that every notes store passes. */
export function notesStoreCases(create: () => NotesStoreSetting): void {
  let setting: NotesStoreSetting;
  let store: NotesStore;
  let tenantId: string;
  let ada: string;
  let callId: string;
  const written = (version: number, change: Partial<StoredNotes> = {}): StoredNotes => ({
    text: "Two lines\nof text",
    disposition: { id: "solved", label: "Solved" },
    version,
    updatedAt: now,
    updatedBy: { userId: ada, name: "Ada Agent" },
    ...change,
  });

  beforeEach(async () => {
    setting = create();
    ({ store } = setting);
    tenantId = await setting.addTenant();
    ada = await setting.addAgent(tenantId);
    callId = await setting.addCall(tenantId, ada);
  });

  it("names the agents of a call without notes, and not its customers", async () => {
    expect(await store.find(tenantId, callId)).toEqual({ agentIds: [ada], notes: null });
    expect(await store.find(tenantId, callId.toUpperCase())).not.toBeNull();
    expect((await store.ofCalls(tenantId, [callId])).size).toBe(0);
  });

  it("keeps notes as they are saved", async () => {
    expect(await store.save(tenantId, callId, written(1))).toBe(true);
    expect((await store.find(tenantId, callId))?.notes).toEqual(written(1));
    const changed = written(2, { text: "", disposition: null, updatedAt: now + 1 });
    expect(await store.save(tenantId, callId, changed)).toBe(true);
    expect((await store.find(tenantId, callId))?.notes).toEqual(changed);
  });

  it("saves nothing over a version that is not the one before", async () => {
    expect(await store.save(tenantId, callId, written(2))).toBe(false);
    expect(await store.save(tenantId, callId, written(1))).toBe(true);
    for (const version of [1, 3])
      expect(await store.save(tenantId, callId, written(version, { text: "late" }))).toBe(false);
    expect((await store.find(tenantId, callId))?.notes).toEqual(written(1));
  });

  it.each([1, 2])("saves one of two changes at once to version %i", async (version) => {
    if (version === 2) await store.save(tenantId, callId, written(1));
    const saved = await Promise.all(
      ["a", "b"].map((text) => store.save(tenantId, callId, written(version, { text }))),
    );
    expect(saved.toSorted()).toEqual([false, true]);
  });

  it("reads those of several calls", async () => {
    const other = await setting.addCall(tenantId, ada);
    await store.save(tenantId, callId, written(1));
    expect(await store.ofCalls(tenantId, [other, callId])).toEqual(
      new Map([[callId, { notes: written(1).text, disposition: written(1).disposition }]]),
    );
    expect((await store.ofCalls(tenantId, [])).size).toBe(0);
  });

  it("reads the beginning of long notes for a history", async () => {
    const texts = ["\u{1F600}".repeat(200), "\u{1F600}".repeat(10_000), `${"x".repeat(199)}\n\nz`];
    const previews = [texts[0], `${texts[0]}…`, `${"x".repeat(199)}…`];
    for (const [index, text] of texts.entries()) {
      await store.save(tenantId, callId, written(index + 1, { text }));
      const notes = (await store.ofCalls(tenantId, [callId])).get(callId)?.notes;
      expect(notes).toBe(previews[index]);
    }
  });

  it("is blind to other tenants", async () => {
    await store.save(tenantId, callId, written(1));
    const other = await setting.addTenant();
    const gus = { userId: await setting.addAgent(other), name: "Gus" };
    expect(await store.find(other, callId)).toBeNull();
    expect((await store.ofCalls(other, [callId])).size).toBe(0);
    expect(await store.save(other, callId, written(2, { updatedBy: gus }))).toBe(false);
    expect((await store.find(tenantId, callId))?.notes).toEqual(written(1));
  });

  it("finds nothing by what is no id", async () => {
    expect(await store.find(tenantId, randomUUID())).toBeNull();
    expect(await store.find(tenantId, "nonsense")).toBeNull();
    expect(await store.save(tenantId, "nonsense", written(1))).toBe(false);
  });

  it("deletes notes with the call's record", async () => {
    await store.save(tenantId, callId, written(1));
    await setting.deleteCall(callId);
    expect(await store.find(tenantId, callId)).toBeNull();
    expect((await store.ofCalls(tenantId, [callId])).size).toBe(0);
  });
}
