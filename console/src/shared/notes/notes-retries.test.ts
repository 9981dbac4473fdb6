// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callNotes, saveCallNotes } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { keepNotes, someNotes, type KeptNotes } from "../../testing/notes.ts";
import { openNotes, savesOf, type OpenNotes } from "../../testing/open-notes.ts";
import { createDraftStorage } from "./draft-storage.ts";
import { createNotesEditors } from "./notes-editors.ts";

const storage = createDraftStorage("ada");
const lost = new ApiError("network");
let client: FakeCallClient;
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  client = createFakeCallClient();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  sessionStorage.clear();
});

/** Types notes while the server can't be reached. */
async function typeOffline(text = "Kept"): Promise<OpenNotes> {
  client.set({ connection: "offline" });
  keepNotes(client);
  client.reply(saveCallNotes, lost);
  const notes = await openNotes(client);
  stop = notes.editors.start();
  notes.editor.change({ notes: text });
  await notes.editor.save();
  expect(notes.status()).toBe("not-saved");
  return notes;
}

/** Lets the server be reached again, by requests only. */
const bringBack = (initial?: Parameters<typeof keepNotes>[1]): KeptNotes =>
  keepNotes(client, initial);

describe("notes that were typed without a connection", () => {
  it("are saved once the connection is back", async () => {
    const { status } = await typeOffline();
    const kept = bringBack();
    client.set({ connection: "online" });
    await vi.advanceTimersByTimeAsync(0);
    expect([status(), kept.of("call-1").notes]).toEqual(["saved", "Kept"]);
    expect(storage.callIds()).toEqual([]);
  });

  it("are tried again every 10 s, and count as unsaved meanwhile", async () => {
    const { editor, status } = await typeOffline();
    const seen = new Set<string>();
    editor.subscribe(() => seen.add(status()));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([savesOf(client).length, [...seen]]).toEqual([2, ["not-saved"]]);
    const kept = bringBack();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([status(), kept.of("call-1").notes]).toEqual(["saved", "Kept"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(savesOf(client).length).toBe(3);
  });

  it("are saved also after the agent has left them, and then read again", async () => {
    const { close, editor, content, editors } = await typeOffline();
    const changed = vi.fn();
    editors.onChanged(changed);
    close();
    await vi.advanceTimersByTimeAsync(0);
    expect([content()?.notes, editors.getUnsavedElsewhere()]).toEqual(["Kept", ["call-1"]]);
    const kept = bringBack();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([kept.of("call-1").notes, editors.getUnsavedElsewhere()]).toEqual(["Kept", []]);
    expect([changed.mock.calls.length, content()]).toEqual([1, undefined]);
    kept.put("call-1", { notes: "Kept, and more" });
    editor.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(content()?.notes).toBe("Kept, and more");
  });

  it("are saved after a reload of the page, before anyone shows them", async () => {
    await typeOffline();
    stop();
    const kept = bringBack();
    stop = createNotesEditors(client, storage).start();
    await vi.advanceTimersByTimeAsync(0);
    expect([kept.of("call-1").notes, storage.callIds()]).toEqual(["Kept", []]);
  });

  it("are loaded again after a reload of the page without a connection", async () => {
    await typeOffline();
    stop();
    client.reply(callNotes, lost);
    const editors = createNotesEditors(client, storage);
    stop = editors.start();
    const changed = vi.fn();
    editors.onUnsavedElsewhere(changed);
    await vi.advanceTimersByTimeAsync(30_000);
    expect([editors.getUnsavedElsewhere(), changed.mock.calls.length]).toEqual([["call-1"], 1]);
    const kept = bringBack();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([kept.of("call-1").notes, editors.getUnsavedElsewhere()]).toEqual(["Kept", []]);
  });

  it("wait for the agent's choice if someone else has changed them", async () => {
    const { close, editor, editors } = await typeOffline();
    close();
    const kept = bringBack();
    kept.put("call-1", { notes: "Grace's" });
    await vi.advanceTimersByTimeAsync(30_000);
    expect([kept.of("call-1").notes, editors.getUnsavedElsewhere()]).toEqual([
      "Grace's",
      ["call-1"],
    ]);
    editor.subscribe(() => undefined);
    expect([editor.getState().theirs?.notes, editors.getUnsavedElsewhere()]).toEqual([
      "Grace's",
      [],
    ]);
    editor.keepMine();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.of("call-1").notes).toBe("Kept");
  });
});

describe("notes that could not be loaded", () => {
  it("are not unsaved if the agent has typed none", async () => {
    client.reply(callNotes, lost);
    const { close, editor, editors } = await openNotes(client);
    expect(editor.getState().loadError).toBe("network");
    close();
    await vi.advanceTimersByTimeAsync(0);
    expect([editors.getUnsavedElsewhere(), editor.getState().loadError]).toEqual([[], null]);
  });
});

describe("notes that the server refuses for good", () => {
  it.each(["call_not_found", "invalid_request"])("are not sent again: %s", async (code) => {
    keepNotes(client);
    client.reply(saveCallNotes, new ApiError(code, 404));
    const notes = await openNotes(client);
    stop = notes.editors.start();
    notes.editor.change({ notes: "Kept" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([savesOf(client).length, notes.content()?.notes]).toEqual([1, "Kept"]);
    expect(storage.load("call-1")?.content.notes).toBe("Kept");
  });
});

describe("the end of a page", () => {
  it("saves what is unsaved as soon as the page is hidden", async () => {
    const kept = keepNotes(client, { "call-1": someNotes() });
    const notes = await openNotes(client);
    stop = notes.editors.start();
    notes.editor.change({ notes: "Last words" });
    vi.spyOn(document, "visibilityState", "get").mockReturnValueOnce("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.of("call-1").notes).toBe("Last words");
  });
});
