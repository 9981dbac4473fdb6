// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { aCallView, aSnapshot, type FakeCallClient } from "@synapse-voice/client/testing";
import type { Attention } from "../../shared/platform/index.ts";
import { adasClient, fakeServices, quietPlatform } from "../../testing/fake-console.ts";
import { anEntry, history } from "../../testing/samples.ts";
import { showConsole, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const ringingEntry = anEntry("call-1", 0, { status: "RINGING", endReason: null, endedAt: null });
const missedEntry = anEntry("call-1", 0, { status: "MISSED", endReason: "ring_timeout" });
const missedView = aCallView({
  call: aSnapshot({
    status: "MISSED",
    endReason: "ring_timeout",
    offer: { id: "offer-1", outcome: "missed" },
  }),
  role: "none",
  phase: "ended",
});
async function firstVisitIsStored(): Promise<void> {
  await expect.poll(() => localStorage.getItem("synapse-voice.seen-calls.ada")).not.toBeNull();
}
const callsLink = (name: string) => screen.findByRole("link", { name });

/** Lets a call ring, and nobody answers it. The server reports the end of the ring later. */
async function missCall(client: FakeCallClient, between: HistoryEntry = ringingEntry) {
  client.reply(callHistory, [ringingEntry, ...history]);
  act(() => client.set({ calls: [aCallView()] }));
  await screen.findByText(/Ringing/u);
  client.reply(callHistory, [between, ...history]);
  act(() => client.set({ calls: [aCallView({ phase: "ended" })] }));
  client.reply(callHistory, [missedEntry, ...history]);
  act(() => client.set({ calls: [missedView] }));
}

describe("a missed call", () => {
  it("is missed in the list at once, also where the ring ended here before the server said so", async () => {
    const client = adasClient();
    showForAda(client);
    await screen.findByRole("region", { name: "Today" });
    await missCall(client);
    expect(await screen.findByText("12:00 · Missed")).toBeDefined();
    expect(screen.queryByText(/Ringing/u)).toBeNull();
  });

  it("is missed in a person's details at once", async () => {
    const client = adasClient();
    const { user } = showForAda(client);
    await user.click((await screen.findAllByRole("button", { name: /Carl Customer/u }))[0]!);
    const detail = await screen.findByRole("region", { name: "Carl Customer" });
    client.reply(callHistory, [missedEntry, ...history]);
    act(() => client.set({ calls: [aCallView()] }));
    act(() => client.set({ calls: [missedView] }));
    await expect.poll(() => detail.textContent).toContain("Today, 12:00Missed");
  });

  it("whose end nobody reported is looked up again", async () => {
    const client = adasClient();
    client.reply(callHistory, [ringingEntry]);
    showForAda(client);
    await screen.findByText("12:00 · Ringing");
    client.reply(callHistory, [missedEntry]);
    expect(await screen.findByText("12:00 · Missed")).toBeDefined();
  });

  it("that came while the server could not be reached is in the list once it can", async () => {
    const client = adasClient();
    showForAda(client);
    await screen.findByRole("region", { name: "Today" });
    act(() => client.set({ connection: "offline" }));
    client.reply(callHistory, [missedEntry, ...history]);
    act(() => client.set({ connection: "online" }));
    expect(await screen.findByText("12:00 · Missed")).toBeDefined();
  });
});

describe("the number of missed calls", () => {
  it("is at Calls, in the tab's title and in the tray until somebody looks", async () => {
    const shown: (Attention | null)[] = [];
    const client = adasClient();
    const user = showConsole(
      { ...fakeServices(client), platform: { ...quietPlatform, show: (one) => shown.push(one) } },
      { fragment: "#/team" },
    );
    await callsLink("Calls");
    await firstVisitIsStored();
    await missCallElsewhere(client);
    await callsLink("Calls, 1 missed");
    // React runs the effect that shows it after the link has changed.
    await expect.poll(() => shown.at(-1)).toMatchObject({ missed: 1 });
    // Somebody works on another page. The list of calls is not on the screen.
    fireEvent.pointerMove(document.body);
    await user.click(await callsLink("Calls, 1 missed"));
    fireEvent.pointerMove(document.body);
    await callsLink("Calls");
    await expect.poll(() => shown.at(-1)).toMatchObject({ missed: 0 });
  });

  it("stays over a reload, and counts no call from before the first visit", async () => {
    const client = adasClient();
    showForAda(client, "#/team");
    await callsLink("Calls");
    await firstVisitIsStored();
    await missCallElsewhere(client);
    await callsLink("Calls, 1 missed");
    cleanup();
    const later = adasClient();
    later.reply(callHistory, [missedEntry, ...history]);
    const shown: (number | null | undefined)[] = [];
    const show = (attention: Attention | null): void => void shown.push(attention?.missed);
    showConsole(
      { ...fakeServices(later), platform: { ...quietPlatform, show } },
      { fragment: "#/team" },
    );
    expect(await callsLink("Calls, 1 missed")).toBeDefined();
    await expect.poll(() => shown.at(-1)).toBe(1);
    // A 0 before the history is there would take the notification and the badge away.
    expect(shown).not.toContain(0);
  });

  it("is over for a call whose card was closed", async () => {
    const client = adasClient();
    const { user } = showForAda(client, "#/team");
    await callsLink("Calls");
    await firstVisitIsStored();
    await missCallElsewhere(client);
    await callsLink("Calls, 1 missed");
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(await callsLink("Calls")).toBeDefined();
  });
});

async function missCallElsewhere(client: FakeCallClient): Promise<void> {
  client.reply(callHistory, [missedEntry, ...history]);
  act(() => client.set({ calls: [aCallView()] }));
  act(() => client.set({ calls: [missedView] }));
  await screen.findByText("Missed call from Carl Customer");
}
