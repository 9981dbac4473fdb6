// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { saveCallNotes, type CallNotes, type CallNotesChange } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { keepNotes, someNotes } from "../../testing/notes.ts";
import { openNotes, savesOf, type OpenNotes } from "../../testing/open-notes.ts";
import { clearDrafts, createDraftStorage } from "./draft-storage.ts";

const storage = createDraftStorage("ada");
let client: FakeCallClient;

beforeEach(() => {
  vi.useFakeTimers();
  client = createFakeCallClient();
});
afterEach(() => {
  vi.useRealTimers();
  sessionStorage.clear();
});

let notes: OpenNotes;
const open = async (): Promise<void> => void (notes = await openNotes(client));
const loads = (): number => client.commands.filter(([name]) => name === "readNotes").length;

/** Lets the test end each save, with the notes that the server trims. */
function endSaves(): { next: () => Promise<void> } {
  const ends: (() => void)[] = [];
  client.reply(
    saveCallNotes,
    ({ body }) =>
      new Promise<CallNotes>((resolve) => {
        const { notes = "", version } = body as CallNotesChange;
        ends.push(() => resolve(someNotes({ notes: notes.trim(), version: version + 1 })));
      }),
  );
  return {
    next: async () => {
      ends.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe("notes", () => {
  it("are read when they are shown, and saved 800 ms after the last key", async () => {
    const kept = keepNotes(client, { "call-1": someNotes({ notes: "Before", version: 4 }) });
    await open();
    expect([notes.content()?.notes, notes.status(), loads()]).toEqual(["Before", "saved", 1]);
    notes.editor.change({ notes: "Before a" });
    await vi.advanceTimersByTimeAsync(700);
    notes.editor.change({ notes: "Before ab" });
    await vi.advanceTimersByTimeAsync(799);
    expect([savesOf(client), notes.status()]).toEqual([[], "saving"]);
    await vi.advanceTimersByTimeAsync(1);
    expect([savesOf(client), notes.status()]).toEqual([
      [{ notes: "Before ab", version: 4 }],
      "saved",
    ]);
    expect(kept.of("call-1").notes).toBe("Before ab");
  });

  it("that nobody has saved are neither saved nor unsaved", async () => {
    keepNotes(client);
    await open();
    await notes.editor.save();
    expect([notes.status(), savesOf(client)]).toEqual(["empty", []]);
  });

  it("are sent as far as they changed", async () => {
    keepNotes(client, { "call-1": someNotes({ notes: "Before", version: 1 }) });
    await open();
    notes.editor.change({ disposition: "solved" });
    await notes.editor.save();
    notes.editor.change({ notes: "After" });
    notes.editor.change({ disposition: null });
    await notes.editor.save();
    expect(savesOf(client)).toEqual([
      { disposition: "solved", version: 1 },
      { notes: "After", disposition: null, version: 2 },
    ]);
  });

  it("are saved one at a time, and keep what is typed meanwhile as it is", async () => {
    keepNotes(client);
    const { next } = endSaves();
    await open();
    notes.editor.change({ notes: "a " });
    void notes.editor.save();
    notes.editor.change({ notes: "a b " });
    void notes.editor.save();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([savesOf(client), notes.status()]).toEqual([[{ notes: "a ", version: 0 }], "saving"]);
    await next();
    expect(savesOf(client)).toEqual([
      { notes: "a ", version: 0 },
      { notes: "a b ", version: 1 },
    ]);
    await next();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([savesOf(client).length, notes.content()?.notes, notes.status()]).toEqual([
      2,
      "a b ",
      "saved",
    ]);
  });

  it("are saved when they are no longer shown, and read again next time", async () => {
    const kept = keepNotes(client);
    await open();
    const changed = vi.fn();
    notes.editors.onChanged(changed);
    notes.editor.change({ notes: "Last words" });
    notes.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.of("call-1").notes).toBe("Last words");
    expect(changed).toHaveBeenCalledTimes(1);
    notes.editor.subscribe(() => undefined)();
    await vi.advanceTimersByTimeAsync(0);
    expect([loads(), changed.mock.calls.length]).toEqual([2, 1]);
  });

  it("that can't be loaded are loaded again on demand", async () => {
    await open();
    expect([notes.editor.getState().loadError, notes.content()]).toEqual(["network", undefined]);
    keepNotes(client, { "call-1": someNotes({ notes: "Before", version: 1 }) });
    notes.editor.reload();
    await vi.advanceTimersByTimeAsync(0);
    expect([notes.editor.getState().loadError, notes.content()?.notes]).toEqual([null, "Before"]);
  });
});

describe("notes that can't be saved", () => {
  it("say so, stay in the tab, and are saved on demand", async () => {
    const kept = keepNotes(client);
    client.reply(saveCallNotes, new ApiError("database_unavailable", 503));
    await open();
    notes.editor.change({ notes: "Kept" });
    await notes.editor.save();
    expect([notes.status(), notes.editor.getState().saveError]).toEqual([
      "not-saved",
      "database_unavailable",
    ]);
    expect(storage.load("call-1")?.content.notes).toBe("Kept");
    const server = keepNotes(client);
    await notes.editor.save();
    expect([notes.status(), server.of("call-1").notes, kept.of("call-1").notes]).toEqual([
      "saved",
      "Kept",
      "",
    ]);
    expect(storage.load("call-1")).toBeNull();
  });

  it("are saved after a reload of the page", async () => {
    keepNotes(client);
    client.reply(saveCallNotes, new ApiError("network"));
    await open();
    notes.editor.change({ notes: "Kept" });
    await notes.editor.save();
    const kept = keepNotes(client);
    await open();
    expect([notes.content()?.notes, kept.of("call-1").notes, storage.load("call-1")]).toEqual([
      "Kept",
      "Kept",
      null,
    ]);
  });

  it("are gone after a sign-out, also those of someone else", async () => {
    const draft = {
      content: { notes: "Mine", disposition: null },
      base: { notes: "", disposition: null },
      version: 0,
    };
    storage.save("call-1", draft);
    createDraftStorage("grace").save("call-2", draft);
    sessionStorage.setItem("other", "stays");
    clearDrafts();
    expect(Object.keys(sessionStorage)).toEqual(["other"]);
  });

  it("since the agent may not change them are read-only", async () => {
    keepNotes(client, { "call-1": someNotes({ notes: "Theirs", version: 1 }) });
    client.reply(saveCallNotes, new ApiError("forbidden", 403));
    await open();
    notes.editor.change({ notes: "Mine" });
    await notes.editor.save();
    expect([notes.status(), storage.load("call-1")]).toEqual(["read-only", null]);
    notes.editor.change({ notes: "Mine again" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([notes.content()?.notes, savesOf(client).length]).toEqual(["Mine", 1]);
  });
});

describe("the end of the work", () => {
  it("waits for what is unsaved, for 3 s at most", async () => {
    keepNotes(client);
    const { next } = endSaves();
    await open();
    const ended = vi.fn(async () => undefined);
    notes.editor.change({ notes: "Unsaved" });
    void notes.editors.flush().then(ended);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([savesOf(client).length, ended.mock.calls.length]).toEqual([1, 0]);
    await next();
    expect(ended).toHaveBeenCalledTimes(1);
    notes.editor.change({ notes: "Unsaved again" });
    void notes.editors.flush().then(ended);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(ended).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledTimes(2);
  });

  it("comes at once if nothing is unsaved", async () => {
    keepNotes(client);
    await open();
    const ended = vi.fn(async () => undefined);
    void notes.editors.flush().then(ended);
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toHaveBeenCalledTimes(1);
  });
});

it("the editors of many calls are forgotten, apart from those that are shown or unsaved", async () => {
  keepNotes(client);
  await open();
  const { editors } = notes;
  const unsaved = editors.editorOf("unsaved");
  const close = unsaved.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  client.reply(saveCallNotes, new ApiError("network"));
  unsaved.change({ notes: "Unsaved" });
  close();
  const seen = editors.editorOf("seen");
  for (let index = 0; index < 60; index += 1) editors.editorOf(`other-${index}`);
  await vi.advanceTimersByTimeAsync(0);
  expect(editors.editorOf("call-1")).toBe(notes.editor);
  expect(editors.editorOf("unsaved")).toBe(unsaved);
  expect(editors.editorOf("seen")).not.toBe(seen);
});
