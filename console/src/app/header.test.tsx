// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { me } from "@synapse-voice/contract";
import { fakeServices, adasClient } from "../testing/fake-console.ts";
import { desktopPlatform } from "../testing/fake-main-process.ts";
import { adasProfile, now, reachable } from "../testing/samples.ts";
import { button, lastCommand, showConsole, showForAda } from "../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe("the header", () => {
  it("says only what the server has acknowledged", async () => {
    const { client, user } = showForAda(adasClient({ presence: null }));
    expect(await screen.findByText("Connecting…")).toBeDefined();
    act(() => client.set({ presence: reachable }));
    expect(await screen.findByText("Available · reachable here")).toBeDefined();
    await user.click(screen.getByRole("switch", { name: "Take the team's calls" }));
    expect(lastCommand(client)).toEqual(["setWanted", "away"]);
    expect(await screen.findByText("Going away…")).toBeDefined();
    act(() => client.set({ presence: { ...reachable, state: "away", leaseUntil: now + 26_000 } }));
    expect(await screen.findByText(/^Away/u)).toBeDefined();
    expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe("false");
  });

  it("has a bar below it that promises no calls before the server has answered", async () => {
    const { client } = showForAda(adasClient({ presence: null }));
    await screen.findByText("Calls ring here as soon as it answers.");
    expect(screen.queryByText("Ready for calls")).toBeNull();
    act(() => client.set({ presence: reachable }));
    expect(await screen.findByText("Ready for calls")).toBeDefined();
    act(() => client.set({ connection: "connecting" }));
    expect(screen.queryByText("Ready for calls")).toBeNull();
  });

  it("says that only calls by name ring where an admin keeps the team's calls away", async () => {
    showForAda(adasClient({ presence: { ...reachable, state: "away", takesQueueCalls: false } }));
    expect(await screen.findByText("Available by name · reachable here")).toBeDefined();
    expect(screen.queryByRole("switch")).toBeNull();
  });

  it("says where only another device is available", async () => {
    localStorage.setItem("synapse-voice.wanted.ada", "away");
    showForAda();
    expect(await screen.findByText("Away here · available on another device")).toBeDefined();
  });

  it("keeps to away over a reload, and in all tabs", async () => {
    const { user, client } = showForAda();
    await user.click(await screen.findByRole("switch"));
    expect(localStorage.getItem("synapse-voice.wanted.ada")).toBe("away");
    cleanup();
    expect(showForAda().client.getState().wanted).toBe("available");
    await screen.findByText(/^Away/u);
    act(
      () =>
        void window.dispatchEvent(
          new StorageEvent("storage", { key: "synapse-voice.wanted.ada", newValue: "available" }),
        ),
    );
    expect(await screen.findByText("Available · reachable here")).toBeDefined();
    expect(client.commands.filter(([name]) => name === "setWanted")).toEqual([
      ["setWanted", "available"],
      ["setWanted", "away"],
    ]);
  });

  it("in the desktop app leaves the choice to the main process, which stores it", async () => {
    const client = adasClient({ wanted: "away", presence: { ...reachable, state: "away" } });
    const user = showConsole({ ...fakeServices(client), platform: desktopPlatform() });
    await user.click(await screen.findByRole("switch", { checked: false }));
    expect(client.commands.filter(([name]) => name === "setWanted")).toEqual([
      ["setWanted", "available"],
    ]);
    expect(localStorage.getItem("synapse-voice.wanted.ada")).toBeNull();
  });

  it("counts down the work after a call, and ends it", async () => {
    const { client, user } = showForAda(
      adasClient({ presence: { ...reachable, state: "wrap_up", wrapUpUntil: now + 42_000 } }),
    );
    expect(
      (await screen.findByText("Wrapping up", { selector: "[role=status]" })).parentElement
        ?.textContent,
    ).toBe("Wrapping up · 0:42");
    await user.click(button("I'm ready"));
    expect(lastCommand(client)).toEqual(["endWrapUp"]);
    expect(screen.getByText("Wrapping up", { selector: "[role=status]" })).toBeDefined();
    act(() => client.set({ presence: reachable }));
    expect(screen.getByText("Available · reachable here")).toBeDefined();
    expect(screen.queryByRole("button", { name: "I'm ready" })).toBeNull();
  });

  it("says what a choice made meanwhile will come to, once the server knows of it", async () => {
    const onCall = { ...reachable, state: "on_call" } as const;
    const { client, user } = showForAda(adasClient({ presence: onCall }));
    await user.click(await screen.findByRole("switch"));
    expect(screen.getByText("On a call · reachable here")).toBeDefined();
    act(() => client.set({ presence: { ...onCall, leaseUntil: now + 26_000 } }));
    expect(screen.getByText("On a call, then away here")).toBeDefined();
    act(() =>
      client.set({
        presence: {
          ...onCall,
          state: "wrap_up",
          wrapUpUntil: now + 9_000,
          leaseUntil: now + 27_000,
        },
      }),
    );
    expect(screen.getByText("Wrapping up, then away here")).toBeDefined();
  });

  it("says how many callers wait, and nothing where none does or nobody knows", async () => {
    const { client } = showForAda(adasClient({ presence: { ...reachable, waiting: 2 } }));
    expect(await screen.findByText("2 waiting")).toBeDefined();
    const header = within(screen.getByRole("banner"));
    act(() => client.set({ presence: { ...reachable, waiting: 0 } }));
    expect(header.queryByText(/waiting/u)).toBeNull();
    act(() => client.set({ presence: { ...reachable, waiting: 2 }, connection: "offline" }));
    expect(header.queryByText(/waiting/u)).toBeNull();
  });

  it("never says available without a connection", async () => {
    showForAda(
      adasClient({ connection: "offline", offlineSince: new Date(2026, 0, 9, 10, 42).getTime() }),
    );
    expect(
      await screen.findByText("Calls can't reach you: no connection to the server since 10:42"),
    ).toBeDefined();
    expect(screen.queryByText(/Available/u)).toBeNull();
  });

  it("tries again on demand", async () => {
    const { client, user } = showForAda(adasClient({ connection: "offline", offlineSince: null }));
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(lastCommand(client)).toEqual(["wake"]);
  });

  it("says that calls may ring late while the connection is degraded", async () => {
    showForAda(adasClient({ connection: "degraded" }));
    expect(
      await screen.findByText("Calls may ring a second late: live updates are interrupted"),
    ).toBeDefined();
  });
});

describe("live updates that were never set up", () => {
  const withRole = (role: "ADMIN" | "AGENT") => {
    const client = adasClient({ connection: "degraded" });
    client.reply(me, { ...adasProfile, role, liveUpdates: "not_set_up" });
    return showForAda(client);
  };

  it("are named as the cause, and admins learn what to do", async () => {
    const { client } = withRole("ADMIN");
    expect(
      await screen.findByText("Live updates aren't set up: calls may ring a second late"),
    ).toBeDefined();
    expect(screen.getByText("How to set them up")).toBeDefined();
    expect(screen.queryByText(/interrupted/u)).toBeNull();
    act(() => client.set({ connection: "online" }));
    expect(screen.queryByText(/Live updates/u)).toBeNull();
  });

  it("are named to agents without what only admins can do", async () => {
    withRole("AGENT");
    expect(await screen.findByText(/^Live updates aren't set up/u)).toBeDefined();
    expect(screen.queryByText("How to set them up")).toBeNull();
  });
});
