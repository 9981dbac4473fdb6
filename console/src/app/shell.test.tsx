// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { callHistory, findCustomers, me, type Customer } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { showConsole } from "../testing/show-console.tsx";
import {
  aCallView,
  adasClient,
  agents,
  anEntry,
  customers,
  fakeServices,
  now,
  quietPlatform,
  reachable,
} from "../testing/world.ts";
import type { Attention, TrayChoice } from "../shared/platform/index.ts";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const show = (client = adasClient(), fragment = "") => ({
  client,
  user: showConsole(fakeServices(client), { fragment }),
});
const button = (name: string) => screen.getByRole("button", { name });
/** What the person did last; lists load when they will. */
const lastCommand = (client: FakeCallClient) =>
  client.commands.findLast(([name]) => name !== "request");

describe("the header", () => {
  it("says only what the server has acknowledged", async () => {
    const { client, user } = show(adasClient({ presence: null }));
    expect(await screen.findByText("Connecting…")).toBeDefined();
    act(() => client.set({ presence: reachable }));
    expect(await screen.findByText("Available · reachable on this device")).toBeDefined();
    await user.click(screen.getByRole("switch", { name: "Take the team's calls" }));
    expect(lastCommand(client)).toEqual(["setWanted", "away"]);
    expect(await screen.findByText("Going away…")).toBeDefined();
    act(() => client.set({ presence: { ...reachable, state: "away", leaseUntil: now + 26_000 } }));
    expect(await screen.findByText(/^Away/u)).toBeDefined();
    expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe("false");
  });

  it("says where only another device is available", async () => {
    localStorage.setItem("synapse-voice.wanted.ada", "away");
    show();
    expect(await screen.findByText("Away here · available on another device")).toBeDefined();
  });

  it("keeps to away over a reload, and in all tabs", async () => {
    const { user, client } = show();
    await user.click(await screen.findByRole("switch"));
    expect(localStorage.getItem("synapse-voice.wanted.ada")).toBe("away");
    cleanup();
    expect(show().client.getState().wanted).toBe("available");
    await screen.findByText(/^Away/u);
    act(
      () =>
        void window.dispatchEvent(
          new StorageEvent("storage", { key: "synapse-voice.wanted.ada", newValue: "available" }),
        ),
    );
    expect(await screen.findByText("Available · reachable on this device")).toBeDefined();
    expect(client.commands.filter(([name]) => name === "setWanted")).toEqual([
      ["setWanted", "available"],
      ["setWanted", "away"],
    ]);
  });

  it("hears what was chosen in the tray", async () => {
    let choose: (choice: TrayChoice) => void = () => undefined;
    const client = adasClient();
    showConsole({
      ...fakeServices(client),
      platform: {
        ...quietPlatform,
        onTrayChoice: (listener) => ((choose = listener), () => undefined),
      },
    });
    await screen.findByRole("switch", { checked: true });
    act(() => choose("away"));
    expect(await screen.findByRole("switch", { checked: false })).toBeDefined();
    expect(localStorage.getItem("synapse-voice.wanted.ada")).toBe("away");
    act(() => choose("ready"));
    expect(lastCommand(client)).toEqual(["endWrapUp"]);
    expect(client.getState().wanted).toBe("away");
  });

  it("counts down the work after a call, and ends it", async () => {
    const { client, user } = show(
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
    expect(screen.getByText("Available · reachable on this device")).toBeDefined();
    expect(screen.queryByRole("button", { name: "I'm ready" })).toBeNull();
  });

  it("says what a choice made meanwhile will come to, once the server knows of it", async () => {
    const onCall = { ...reachable, state: "on_call" } as const;
    const { client, user } = show(adasClient({ presence: onCall }));
    await user.click(await screen.findByRole("switch"));
    expect(screen.getByText("On a call · reachable on this device")).toBeDefined();
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
    const { client } = show(adasClient({ presence: { ...reachable, waiting: 2 } }));
    expect(await screen.findByText("2 waiting")).toBeDefined();
    act(() => client.set({ presence: { ...reachable, waiting: 0 } }));
    expect(screen.queryByText(/waiting/u)).toBeNull();
    act(() => client.set({ presence: { ...reachable, waiting: 2 }, connection: "offline" }));
    expect(screen.queryByText(/waiting/u)).toBeNull();
  });

  it("never says available without a connection", async () => {
    show(
      adasClient({ connection: "offline", offlineSince: new Date(2026, 0, 9, 10, 42).getTime() }),
    );
    expect(
      await screen.findByText("Calls can't reach you: no connection to the server since 10:42"),
    ).toBeDefined();
    expect(screen.queryByText(/Available/u)).toBeNull();
  });

  it("tries again on demand", async () => {
    const { client, user } = show(adasClient({ connection: "offline", offlineSince: null }));
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(lastCommand(client)).toEqual(["wake"]);
  });

  it("says that calls may ring late while the connection is degraded", async () => {
    show(adasClient({ connection: "degraded" }));
    expect(
      await screen.findByText("Slow connection to the server: calls may ring a few seconds late"),
    ).toBeDefined();
  });
});

describe("an incoming call", () => {
  it("shows on every page, and is answered", async () => {
    const { client, user } = show(adasClient({ calls: [aCallView()] }), "#/settings");
    expect(
      await screen.findByRole("alertdialog", { name: "Incoming call from Carl Customer" }),
    ).toBeDefined();
    await user.click(button("Answer"));
    expect(lastCommand(client)).toEqual(["answer", "call-1"]);
  });

  it("reaches tab, tray and notification by the platform", async () => {
    const shown: (Attention | null)[] = [];
    const client = adasClient({ calls: [aCallView()] });
    showConsole({
      ...fakeServices(client),
      platform: { ...quietPlatform, show: (attention) => shown.push(attention) },
    });
    await screen.findByRole("alertdialog");
    await expect
      .poll(() => shown.at(-1))
      .toEqual({
        state: "available",
        reachable: true,
        ringing: { callId: "call-1", name: "Carl Customer", about: "Customer portal" },
        onCallWith: null,
        waiting: 0,
      });
    act(() => client.set({ calls: [aCallView({ phase: "on-call", here: true })] }));
    await expect
      .poll(() => shown.at(-1))
      .toMatchObject({ ringing: null, onCallWith: "Carl Customer" });
    act(() =>
      client.set({
        calls: [aCallView({ phase: "on-call", here: true, held: true })],
        presence: { ...reachable, waiting: 3 },
      }),
    );
    await expect
      .poll(() => shown.at(-1))
      .toMatchObject({ onCallWith: "Carl Customer", waiting: 3 });
  });
});

describe("the calls page", () => {
  it("groups by day, today first, and marks what was missed", async () => {
    show();
    const today = await screen.findByRole("region", { name: "Today" });
    expect(
      within(today)
        .getAllByRole("listitem")
        .map((row) => row.textContent),
    ).toEqual([
      "CCCarl Customer11:36 · Incoming · 4:07Call",
      "CCCarl Customer10:42 · MissedCall",
      "DCDora Customer09:48 · Outgoing · 1:03:11Call",
    ]);
    expect(
      screen
        .getAllByRole("heading", { level: 2 })
        .map((heading) => heading.textContent)
        .slice(0, 2),
    ).toEqual(["Today", "Yesterday"]);
  });

  it("says what will be there while there is nothing", async () => {
    const client = adasClient();
    client.reply(callHistory, []);
    show(client);
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });

  it("says what went wrong, with the code, and loads again", async () => {
    const client = adasClient();
    client.reply(callHistory, new ApiError("database_unavailable", 503));
    const { user } = show(client);
    expect(await screen.findByText("database_unavailable")).toBeDefined();
    client.reply(callHistory, []);
    await user.click(button("Try again"));
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });

  it("loads again when a call has ended", async () => {
    const { client } = show(adasClient({ calls: [aCallView({ phase: "on-call", here: true })] }));
    await screen.findByRole("region", { name: "Today" });
    client.reply(callHistory, []);
    act(() => client.set({ calls: [] }));
    act(() => client.set({ calls: [aCallView({ phase: "ended" })] }));
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });
});

describe("the customers page", () => {
  it("finds by name and calls", async () => {
    const { client, user } = show(adasClient(), "#/customers");
    await screen.findByText("Dora Customer");
    await user.type(screen.getByRole("searchbox", { name: "Search customers" }), "carl");
    await screen.findByText("carl@customer.test");
    const row = await screen.findByRole("listitem");
    await user.click(within(row).getByRole("button", { name: "Call" }));
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
  });

  it("says that nobody was found, and clears the search", async () => {
    const { user } = show(adasClient(), "#/customers");
    await user.type(await screen.findByRole("searchbox"), "zzz");
    expect(await screen.findByText("No customers found")).toBeDefined();
    await user.click(button("Clear the search"));
    expect(await screen.findByText("Carl Customer")).toBeDefined();
  });

  it("never shows the answer to an older question", async () => {
    const client = adasClient();
    const late: { answer?: (found: Customer[]) => void } = {};
    client.reply(findCustomers, ({ query }) =>
      query?.query === "c"
        ? new Promise<Customer[]>((resolve) => (late.answer = resolve))
        : [customers[1]!],
    );
    const { user } = show(client, "#/customers");
    const search = await screen.findByRole("searchbox");
    await user.type(search, "c");
    await expect.poll(() => late.answer).toBeDefined();
    await user.clear(search);
    await user.type(search, "dora");
    await expect
      .poll(() =>
        client.commands.some(([, , options]) => JSON.stringify(options)?.includes("dora")),
      )
      .toBe(true);
    act(() => late.answer?.([customers[0]!]));
    expect(await screen.findByText("Dora Customer")).toBeDefined();
    expect(screen.queryByText("Carl Customer")).toBeNull();
  });
});

describe("the team page", () => {
  it("shows the colleagues and their states", async () => {
    show(adasClient(), "#/team");
    const rows = within(await screen.findByRole("list", { name: "Team" })).getAllByRole("listitem");
    expect(rows).toHaveLength(agents.length - 1);
    expect(rows.map((row) => row.textContent)).toEqual([
      "GAGrace AgentAvailableCall",
      "AAAlan AgentOn a callCall",
      "EAEdith AgentAwayCall",
      "MAMargaret AgentWrapping upCall",
      "KAKurt AgentOfflineCall",
    ]);
  });

  it("lets admins invite, and nobody else", async () => {
    const client = adasClient();
    client.reply(me, {
      supabaseUserId: "ada",
      type: "CRM_USER",
      role: "AGENT",
      firstName: "Ada",
      lastName: "Agent",
      tenantName: "Acme",
    });
    show(client, "#/team");
    await screen.findByRole("list", { name: "Team" });
    expect(screen.queryByRole("button", { name: "Invite an agent" })).toBeNull();
  });
});

describe("a page that breaks", () => {
  it("keeps its fault to itself: a call is answered beside it, and other pages work", async () => {
    const complain = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const client = adasClient({ calls: [aCallView()] });
    client.reply(callHistory, [{ ...anEntry("1", 1), placedAt: "no time at all" }]);
    const { user } = show(client);
    expect(await screen.findByText("This page can't be shown")).toBeDefined();
    await user.click(button("Answer"));
    expect(lastCommand(client)).toEqual(["answer", "call-1"]);
    await user.click(screen.getByRole("link", { name: "Customers" }));
    expect(await screen.findByText("Dora Customer")).toBeDefined();
    complain.mockRestore();
  });
});

describe("a person's details", () => {
  it("show who it is and the calls with them, and can call", async () => {
    const { client, user } = show();
    const today = await screen.findByRole("region", { name: "Today" });
    await user.click(within(today).getAllByRole("button", { name: /Dora Customer/u })[0]!);
    const detail = await screen.findByRole("region", { name: "Dora Customer" });
    expect(await within(detail).findByText("Outgoing · 1:03:11")).toBeDefined();
    await user.click(within(detail).getByRole("button", { name: "Call" }));
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "dora", name: "Dora Customer" },
    ]);
    await user.click(button("Back"));
    expect(screen.queryByRole("region", { name: "Dora Customer" })).toBeNull();
  });
});

describe("somebody who can't work here", () => {
  it("as a customer is told so", async () => {
    const client = adasClient();
    client.reply(me, {
      supabaseUserId: "ada",
      type: "PORTAL_CUSTOMER",
      role: null,
      firstName: "Carl",
      lastName: "Customer",
      tenantName: "Acme",
    });
    show(client);
    expect(await screen.findByText("This console is for agents")).toBeDefined();
  });

  it("without a tenant is told so, and can sign out", async () => {
    const client = adasClient();
    client.reply(me, new ApiError("not_provisioned", 403));
    const { user } = show(client);
    expect(await screen.findByText("Your account belongs to no team yet")).toBeDefined();
    await user.click(button("Sign out"));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeDefined();
  });
});
