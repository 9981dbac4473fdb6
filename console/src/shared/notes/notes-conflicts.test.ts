// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { saveCallNotes } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { keepNotes, notesChanged, someNotes, type KeptNotes } from "../../testing/notes.ts";
import { openNotes, savesOf, type OpenNotes } from "../../testing/open-notes.ts";
import { createDraftStorage } from "./draft-storage.ts";

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

describe("notes that someone else has changed", () => {
  /** Changes the notes here, after a colleague has. */
  async function conflict(): Promise<OpenNotes & { kept: KeptNotes }> {
    const kept = keepNotes(client, { "call-1": someNotes({ notes: "Before", version: 1 }) });
    const notes = await openNotes(client);
    kept.put("call-1", { notes: "Grace's", disposition: "solved", dispositionLabel: "Solved" });
    notes.editor.change({ notes: "Mine" });
    await notes.editor.save();
    return { ...notes, kept };
  }

  it("stay a draft beside the newer ones, and are not sent", async () => {
    const { editor, status, content } = await conflict();
    const { theirs } = editor.getState();
    expect([status(), content()?.notes]).toEqual(["not-saved", "Mine"]);
    expect(theirs).toMatchObject({
      notes: "Grace's",
      dispositionLabel: "Solved",
      version: 2,
      updatedBy: { name: "Grace Agent" },
    });
    editor.change({ notes: "Mine, longer" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect([savesOf(client).length, storage.load("call-1")?.content.notes]).toEqual([
      1,
      "Mine, longer",
    ]);
  });

  it("are dropped for the newer ones", async () => {
    const { editor, status, content, kept } = await conflict();
    editor.takeTheirs();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([status(), content()]).toEqual(["saved", { notes: "Grace's", disposition: "solved" }]);
    expect([kept.of("call-1").version, storage.load("call-1")]).toEqual([2, null]);
  });

  it("replace the newer ones as far as they changed", async () => {
    const { editor, status, kept } = await conflict();
    editor.keepMine();
    await vi.advanceTimersByTimeAsync(0);
    expect(savesOf(client).at(-1)).toEqual({ notes: "Mine", version: 2 });
    expect(kept.of("call-1")).toMatchObject({ notes: "Mine", disposition: "solved", version: 3 });
    expect([status(), editor.getState().theirs]).toEqual(["saved", null]);
  });

  it.each([
    ["Before, mine", "Before, Grace's", "Before, Grace's\n, mine"],
    ["Mine", "Before, Grace's", "Before, Grace's\nMine"],
    ["Before, mine", "", "Before, mine"],
  ])("are put below the newer ones: %s", async (mine, theirs, both) => {
    const kept = keepNotes(client, { "call-1": someNotes({ notes: "Before", version: 1 }) });
    const { editor, content, status } = await openNotes(client);
    kept.put("call-1", { notes: theirs });
    editor.change({ notes: mine });
    await editor.save();
    editor.keepBoth();
    await vi.advanceTimersByTimeAsync(0);
    expect([content()?.notes, kept.of("call-1").notes, status()]).toEqual([both, both, "saved"]);
  });

  it("show the newer ones again after a reload of the page", async () => {
    await conflict();
    const { editor, content } = await openNotes(client);
    expect([content()?.notes, editor.getState().theirs?.notes]).toEqual(["Mine", "Grace's"]);
  });

  it("are their own if only the reply to an earlier save was lost", async () => {
    const kept = keepNotes(client);
    const { editor, status } = await openNotes(client);
    const lost = new ApiError("network");
    client.reply(saveCallNotes, () => {
      kept.put("call-1", { notes: "First" });
      return lost;
    });
    editor.change({ notes: "First " });
    await editor.save();
    expect(status()).toBe("not-saved");
    const replies = [
      notesChanged(kept.of("call-1")),
      someNotes({ notes: "First two", version: 2 }),
    ];
    client.reply(saveCallNotes, () => replies.shift() ?? lost);
    editor.change({ notes: "First two" });
    await editor.save();
    expect(savesOf(client).slice(1)).toEqual([
      { notes: "First two", version: 0 },
      { notes: "First two", version: 1 },
    ]);
    expect([status(), editor.getState().theirs]).toEqual(["saved", null]);
  });
});
