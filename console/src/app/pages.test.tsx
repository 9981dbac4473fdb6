// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { callHistory, findCustomers, me, type Customer } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView } from "@synapse-voice/client/testing";
import { adasClient } from "../testing/fake-console.ts";
import { adasProfile, agents, anEntry, customers } from "../testing/samples.ts";
import { button, copiedCode, lastCommand, showForAda } from "../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe("the calls page", () => {
  it("groups by day, today first, and marks what was missed", async () => {
    showForAda();
    const today = await screen.findByRole("region", { name: "Today" });
    expect(
      within(today)
        .getAllByRole("listitem")
        .map((row) => row.textContent),
    ).toEqual([
      "CCCarl Customer11:36 · Incoming · 4:07Call",
      "CCCarl Customer10:42 · MissedCall back",
      "DCDora Customer09:48 · Outgoing · 1:03:11Call",
    ]);
    expect(
      screen
        .getAllByRole("heading", { level: 2 })
        .filter((heading) => heading.closest(".list") !== null)
        .map((heading) => heading.textContent)
        .slice(0, 2),
    ).toEqual(["Today", "Yesterday"]);
  });

  it("shows a call that broke off, and calls back", async () => {
    const client = adasClient();
    client.reply(callHistory, [anEntry("1", 1, { duration: 43, endReason: "connection_lost" })]);
    const { user } = showForAda(client);
    const today = within(await screen.findByRole("region", { name: "Today" }));
    const row = await today.findByRole("listitem");
    expect(row.textContent).toBe("CCCarl Customer11:00 · Broke off · 0:43Call back");
    await user.click(within(row).getByRole("button", { name: "Call back" }));
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
    await user.click(within(row).getByRole("button", { name: /Carl Customer/u }));
    const detail = await screen.findByRole("region", { name: "Carl Customer" });
    expect(await within(detail).findByText("Broke off · 0:43")).toBeDefined();
    expect(within(detail).getByRole("button", { name: "Call back" })).toBeDefined();
  });

  it("says what will be there while there is nothing", async () => {
    const client = adasClient();
    client.reply(callHistory, []);
    showForAda(client);
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });

  it("says what went wrong, with the code, and loads again", async () => {
    const client = adasClient();
    client.reply(callHistory, new ApiError("database_unavailable", 503));
    const { user } = showForAda(client);
    expect(await copiedCode(user)).toBe("database_unavailable");
    client.reply(callHistory, []);
    await user.click(button("Try again"));
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });

  it("loads again when a call has ended", async () => {
    const { client } = showForAda(
      adasClient({ calls: [aCallView({ phase: "on-call", here: true })] }),
    );
    await screen.findByRole("region", { name: "Today" });
    client.reply(callHistory, []);
    act(() => client.set({ calls: [] }));
    act(() => client.set({ calls: [aCallView({ phase: "ended" })] }));
    expect(await screen.findByText("No calls yet")).toBeDefined();
  });
});

describe("the customers page", () => {
  it("finds by name and calls", async () => {
    const { client, user } = showForAda(adasClient(), "#/customers");
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
    const { user } = showForAda(adasClient(), "#/customers");
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
    const { user } = showForAda(client, "#/customers");
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

describe("a person on a call with the reader", () => {
  const withCarl = aCallView({ phase: "on-call", role: "callee", here: true });

  it.each([
    ["on hold", { held: true }, "On hold with you", "Resume", ["resume", "call-1"]],
    [
      "on hold by both",
      { held: true, heldByPeer: "music" },
      "On hold by both of you",
      "Resume",
      ["resume", "call-1"],
    ],
    [
      "on hold on another device",
      { held: true, here: false },
      "On hold with you",
      "Continue here",
      ["moveToDevice", "call-1"],
    ],
  ] as const)("is shown %s, with what to do", async (_state, change, text, name, command) => {
    const client = adasClient({ calls: [{ ...withCarl, ...change }] });
    const { user } = showForAda(client, "#/customers");
    const list = await screen.findByRole("list", { name: "Customers" });
    const row = within(list).getAllByRole("listitem")[0]!;
    expect(row.textContent).toContain(text);
    await user.click(within(row).getByRole("button", { name }));
    expect(lastCommand(client)).toEqual(command);
  });

  it.each([
    ["active", withCarl, "On a call with you"],
    ["active, with the reader on hold", { ...withCarl, heldByPeer: "music" }, "Has you on hold"],
    ["ringing here", aCallView(), "Calling you"],
    ["called", aCallView({ role: "caller", phase: "ringing-out" }), "You are calling"],
  ] as const)("is shown as %s, and can't be called", async (_state, view, text) => {
    showForAda(adasClient({ calls: [view] }), "#/customers");
    const list = await screen.findByRole("list", { name: "Customers" });
    const row = within(list).getAllByRole("listitem")[0]!;
    expect(row.textContent).toContain(text);
    expect(within(row).getByRole<HTMLButtonElement>("button", { name: "Call" }).disabled).toBe(
      true,
    );
  });
});

describe("the team page", () => {
  it("shows the colleagues and their states", async () => {
    showForAda(adasClient(), "#/team");
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
    client.reply(me, { ...adasProfile, role: "AGENT" });
    showForAda(client, "#/team");
    await screen.findByRole("list", { name: "Team" });
    expect(screen.queryByRole("button", { name: "Invite an agent" })).toBeNull();
  });
});
