// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import {
  callHistory,
  maxNotesLength,
  saveCallNotes,
  type CallNotes,
  type HistoryEntry,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { keepNotes, someNotes } from "../../testing/notes.ts";
import { anEntry, reachable } from "../../testing/samples.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});

const withCarl = aCallView({ phase: "on-call", role: "callee", here: true });
const wrapUp = { ...reachable, state: "wrap_up" as const, wrapUpUntil: null };
const field = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Notes" });
const outcome = () => screen.getByRole<HTMLSelectElement>("combobox", { name: "Outcome" });
const page = (name: string) => screen.queryByRole("region", { name });

/** Shows the console during a call with Carl, of which these notes are saved. */
function onCall(saved: CallNotes = someNotes(), fragment = "") {
  const client = adasClient({ calls: [withCarl] });
  const kept = keepNotes(client, { "call-1": saved });
  return { ...showForAda(client, fragment), kept };
}

describe("notes of a call", () => {
  it("are on the customer's page, and save themselves with the outcome", async () => {
    const { user, kept } = onCall();
    await user.type(await field(), "Wants a refund");
    await user.selectOptions(outcome(), "Call again");
    await user.tab();
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(kept.of("call-1")).toMatchObject({
      notes: "Wants a refund",
      disposition: "call-again",
    });
  });

  it("are opened from the call's bar, on every page", async () => {
    for (const fragment of ["", "#/team"]) {
      const { user } = onCall(someNotes(), fragment);
      await user.click(await screen.findByRole("button", { name: "Notes" }));
      const text = await field();
      await expect.poll(() => document.activeElement).toBe(text);
      expect(page("Carl Customer")?.contains(text)).toBe(true);
      cleanup();
    }
  });

  it("count their characters from 9,500 on, and end at 10,000", async () => {
    const { user } = onCall(someNotes({ notes: "x".repeat(9_498), version: 1 }));
    const text = await field();
    expect(text.maxLength).toBe(maxNotesLength);
    await user.type(text, "y");
    expect(screen.queryByText(/characters$/u)).toBeNull();
    await user.type(text, "y");
    expect(screen.getByText(/^9.500 of 10.000 characters$/u).id).toBe(
      text.getAttribute("aria-describedby"),
    );
  });

  it("say when they are nearly full, when they are full, and that a pasted text was cut", async () => {
    const { user } = onCall(someNotes({ notes: "x".repeat(9_499), version: 1 }));
    const text = await field();
    const warnings = () =>
      screen
        .getAllByRole("status")
        .map(({ textContent }) => textContent)
        .filter((one) => /characters/u.test(one ?? ""));
    expect(warnings()).toEqual([]);
    await user.type(text, "y");
    expect(warnings()).toEqual([expect.stringMatching(/^At most 500 characters are left$/u)]);
    await user.paste("z".repeat(500));
    expect(warnings()).toEqual([
      expect.stringMatching(/^Notes are full: they have at most 10.000 characters$/u),
    ]);
    await user.paste("z");
    expect(warnings()).toEqual([
      expect.stringMatching(/^Your text was cut: notes have at most 10.000 characters$/u),
    ]);
    await user.keyboard("{Backspace}");
    expect(warnings()).toEqual([expect.stringMatching(/^At most 500/u)]);
    expect(text.value.length).toBe(9_999);
  });

  it("keep an outcome that an admin has removed, until another one is chosen", async () => {
    const removed = { disposition: "old", dispositionLabel: "Old one", version: 1 };
    const { user, kept } = onCall(someNotes(removed));
    await field();
    const labels = () => [...outcome().options].map(({ label }) => label);
    expect([outcome().value, labels()]).toEqual([
      "old",
      ["None", "Old one", "Solved", "Call again", "Passed on"],
    ]);
    await user.selectOptions(outcome(), "Solved");
    expect(labels()).toEqual(["None", "Solved", "Call again", "Passed on"]);
    await expect.poll(() => kept.of("call-1").disposition).toBe("solved");
  });

  it("have no outcome where the admins have set none", async () => {
    onCall(someNotes({ dispositions: [] }));
    await field();
    expect(screen.queryByRole("combobox", { name: "Outcome" })).toBeNull();
  });

  it("that are not saved say why, and are sent again", async () => {
    const { client, user } = onCall();
    client.reply(saveCallNotes, new ApiError("database_unavailable", 503));
    await user.type(await field(), "Wants a refund");
    await user.tab();
    expect(await screen.findByText("Not saved: The server can't reach its database")).toBeDefined();
    const kept = keepNotes(client);
    await user.click(button("Try again"));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect(kept.of("call-1").notes).toBe("Wants a refund");
  });

  it("that the agent may not change can only be read", async () => {
    const { client, user } = onCall();
    client.reply(saveCallNotes, new ApiError("forbidden", 403));
    await user.type(await field(), "x");
    await user.tab();
    await screen.findByText(/^Only agents of this call/u);
    expect([(await field()).readOnly, outcome().disabled]).toEqual([true, true]);
  });
});

describe("notes that Grace has changed meanwhile", () => {
  async function conflict() {
    const shown = onCall(someNotes({ notes: "Before", version: 1 }));
    const text = await field();
    shown.kept.put("call-1", { notes: "From Grace" });
    await shown.user.clear(text);
    await shown.user.type(text, "From Ada");
    await shown.user.tab();
    const title = await screen.findByText("Grace changed these notes");
    expect(title.getAttribute("role")).toBe("alert");
    expect(screen.getByLabelText<HTMLTextAreaElement>("Newer notes").value).toBe("From Grace");
    expect(text.value).toBe("From Ada");
    return { ...shown, text };
  }

  it("are replaced by hers", async () => {
    const { user, text } = await conflict();
    await user.click(button("Use theirs"));
    expect([text.value, document.activeElement]).toEqual(["From Grace", text]);
    expect(screen.queryByLabelText("Newer notes")).toBeNull();
  });

  it("replace hers", async () => {
    const { user, text, kept } = await conflict();
    await user.click(button("Keep mine"));
    expect(await screen.findByText("Saved")).toBeDefined();
    expect([text.value, kept.of("call-1").notes]).toEqual(["From Ada", "From Ada"]);
  });
});

describe("notes that the agent has left unsaved", () => {
  it("are named in the list, and shown on demand", async () => {
    const client = adasClient();
    client.reply(callHistory, [anEntry("call-9", 1, { notes: "", disposition: null })]);
    const kept = keepNotes(client, { "call-9": someNotes() });
    client.reply(saveCallNotes, new ApiError("network"));
    const { user } = showForAda(client);
    await user.click((await screen.findAllByRole("button", { name: /^Carl/u }))[0]!);
    await user.click(screen.getByRole("button", { name: "Add notes" }));
    await user.type(await field(), "Wants a refund");
    await user.click(screen.getByRole("link", { name: "Team" }));
    const words = "Your notes of a call with Carl are not saved";
    expect((await screen.findByText(words)).closest("[role=status]")).not.toBeNull();
    kept.put("call-9", { notes: "From Grace" });
    await user.click(button("Show"));
    const text = await field();
    expect([text.value, document.activeElement]).toEqual(["Wants a refund", text]);
    expect(screen.queryByText(words)).toBeNull();
    const server = keepNotes(client, { "call-9": someNotes({ notes: "From Grace", version: 1 }) });
    await user.tab();
    await user.click(await screen.findByRole("button", { name: "Keep both" }));
    await expect.poll(() => server.of("call-9").notes).toBe("From Grace\nWants a refund");
  });
});

describe("after a call", () => {
  it("the notes stay through the wrap-up, whose end waits for them", async () => {
    const { client, user } = onCall();
    await user.type(await field(), "Wants");
    let save: (saved: CallNotes) => void = () => undefined;
    client.reply(saveCallNotes, () => new Promise<CallNotes>((resolve) => (save = resolve)));
    act(() => client.set({ calls: [], presence: wrapUp }));
    await user.type(await field(), " a refund");
    await user.click(button("I'm ready"));
    const ends = () => client.commands.filter(([name]) => name === "endWrapUp").length;
    await expect.poll(() => client.commands.some(([name]) => name === "saveNotes")).toBe(true);
    expect(ends()).toBe(0);
    act(() => save(someNotes({ notes: "Wants a refund", version: 1 })));
    await expect.poll(ends).toBe(1);
    act(() => client.set({ presence: reachable }));
    expect(page("Carl Customer")).toBeNull();
  });

  it("without a wrap-up they stay for as long as the agent writes", async () => {
    const { client, user } = onCall();
    await user.type(await field(), "Wants a refund");
    act(() => client.set({ calls: [] }));
    expect(await field()).toBe(document.activeElement);
    await user.click(screen.getByRole("link", { name: /^Calls/u }));
    expect(page("Carl Customer")).toBeNull();
  });

  it("unsaved ones are dropped with the sign-out, which asks first", async () => {
    const { client, user } = onCall(someNotes(), "#/settings");
    client.reply(saveCallNotes, new ApiError("network"));
    await user.click(await screen.findByRole("button", { name: "Notes" }));
    await user.type(await field(), "Secret");
    expect(JSON.stringify({ ...sessionStorage })).toContain("Secret");
    // The page of the settings loads later.
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    await screen.findByRole("group", { name: /^Your notes are not saved/u });
    await user.click(button("Cancel"));
    expect([(await field()).value, document.activeElement]).toEqual(["Secret", button("Sign out")]);
    await user.click(button("Sign out"));
    await screen.findByRole("group", { name: /^Your notes are not saved/u });
    await user.click(button("Sign out"));
    await screen.findByRole("button", { name: "Sign in" });
    expect(sessionStorage.length).toBe(0);
  });
});

describe("a sign-out during a call", () => {
  it("asks first, and hangs up", async () => {
    const { client, user } = onCall(someNotes(), "#/settings");
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    const question = await screen.findByRole("group", {
      name: /^You're on a call\. It ends when/u,
    });
    await user.click(within(question).getByRole("button", { name: "Cancel" }));
    expect(client.commands.map(([name]) => name)).not.toContain("hangUp");
    await user.click(button("Sign out"));
    await user.click(button("Sign out"));
    await screen.findByRole("button", { name: "Sign in" });
    expect(client.commands).toContainEqual(["hangUp", "call-1"]);
  });
});

describe("notes of earlier calls", () => {
  const noted: HistoryEntry = anEntry("1", 1, {
    notes: "Order A-20418 is late\n\nWants a refund\nThird line",
    disposition: { id: "solved", label: "Solved" },
  });
  const bare: HistoryEntry = anEntry("2", 2, { notes: "", disposition: null });

  function showHistory() {
    const client = adasClient();
    client.reply(callHistory, [noted, bare]);
    const kept = keepNotes(client, { "1": someNotes({ notes: noted.notes ?? "", version: 3 }) });
    return { ...showForAda(client), kept };
  }

  it("show their first two lines and the outcome in the history", async () => {
    showHistory();
    const row = (await screen.findByText("Solved")).closest("li");
    expect(row?.textContent).toContain("Order A-20418 is late\nWants a refund…");
    expect(row?.textContent).not.toContain("Third line");
  });

  it("are edited from the timeline, which then shows them anew", async () => {
    const { client, user, kept } = showHistory();
    await user.click((await screen.findAllByRole("button", { name: /^Carl/u }))[0]!);
    const timeline = within(screen.getByRole("region", { name: /^Calls with Carl/u }));
    expect(timeline.getByText("Solved")).toBeDefined();
    await user.click(timeline.getByRole("button", { name: "Edit notes" }));
    const text = await field();
    await expect.poll(() => document.activeElement).toBe(text);
    expect(timeline.queryByText("Solved")).toBeNull();
    await user.type(text, "!");
    client.reply(callHistory, [{ ...noted, notes: "Anew" }, bare]);
    await user.click(button("Close"));
    expect(await timeline.findByText("Anew")).toBeDefined();
    expect(kept.of("1").notes).toMatch(/Third line!$/u);
    expect(timeline.getByRole("button", { name: "Add notes" })).toBeDefined();
  });
});
