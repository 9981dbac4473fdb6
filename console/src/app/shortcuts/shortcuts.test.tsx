// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { act, cleanup, screen, within } from "@testing-library/react";
import { findCustomers, lookUpPeople } from "@synapse-voice/contract";
import { aCallView, aSnapshot, grace, type FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { customers } from "../../testing/samples.ts";
import { lastCommand, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const onCall = aCallView({ phase: "on-call", role: "callee", here: true });
const second = aCallView({ call: aSnapshot({ id: "call-2", caller: grace }), peer: grace });

/** Returns the commands about calls. */
const callCommands = ({ commands }: FakeCallClient) =>
  commands.filter(([name]) => !["request", "readNotes", "start", "setWanted"].includes(name));

/** Shows the console with the focus on a button of a list, as after a click on it. */
async function showWithFocus(client = adasClient()) {
  const shown = showForAda(client, "#/customers");
  const list = await screen.findByRole("list", { name: "Customers" });
  within(list).getAllByRole("button", { name: /Dora/u })[0]?.focus();
  return shown;
}

describe("a shortcut", () => {
  it("answers and declines, whatever has the focus", async () => {
    const { client, user } = await showWithFocus();
    act(() => client.set({ calls: [aCallView()] }));
    await user.keyboard("{Enter}");
    expect(lastCommand(client)).toEqual(["answer", "call-1"]);
    expect(screen.queryByRole("region", { name: "Dora Customer" })).toBeNull();
    await user.keyboard("{Escape}");
    expect(lastCommand(client)).toEqual(["decline", "call-1"]);
  });

  it("does nothing in a field, nor for somebody who is typing while the ring begins", async () => {
    const { client, user } = await showWithFocus();
    const field = screen.getByRole("searchbox");
    await user.type(field, "do");
    act(() => client.set({ calls: [aCallView()] }));
    await user.keyboard("mh?{Enter}{Escape}");
    act(() => field.blur());
    await user.keyboard("{Enter}");
    expect(callCommands(client)).toEqual([]);
  });

  it("mutes, holds, resumes and hangs up", async () => {
    const { client, user } = await showWithFocus(adasClient({ calls: [onCall] }));
    await user.keyboard("m");
    expect(lastCommand(client)).toEqual(["setMuted", true]);
    await user.keyboard("h");
    expect(lastCommand(client)).toEqual(["hold", "call-1"]);
    act(() => client.set({ calls: [{ ...onCall, held: true }] }));
    await user.keyboard("h");
    expect(lastCommand(client)).toEqual(["resume", "call-1"]);
    act(() => client.set({ calls: [onCall] }));
    await user.keyboard("{Shift>}{Escape}{/Shift}");
    expect(lastCommand(client)).toEqual(["hangUp", "call-1"]);
  });

  it("presses the button of a call that has the focus, and no other one", async () => {
    const { client, user } = await showWithFocus();
    act(() => client.set({ calls: [aCallView()] }));
    (await screen.findByRole("button", { name: /^Decline/u })).focus();
    await user.keyboard("{Enter}");
    expect(callCommands(client)).toEqual([["decline", "call-1"]]);
  });

  it("answers no second call by accident", async () => {
    const { client, user } = await showWithFocus(adasClient({ calls: [onCall, second] }));
    await user.keyboard("{Escape}");
    expect(callCommands(client)).toEqual([]);
  });

  it("leaves browser shortcuts alone", async () => {
    const { client, user } = await showWithFocus(adasClient({ calls: [onCall] }));
    await user.keyboard("{Control>}m{/Control}{Meta>}h{/Meta}{Alt>}m{/Alt}");
    expect(callCommands(client)).toEqual([]);
  });
});

describe("the list of shortcuts", () => {
  it("is shown by ?, and switches single letters off", async () => {
    const { client, user } = await showWithFocus(adasClient({ calls: [onCall] }));
    await user.keyboard("?");
    const dialog = screen.getByRole("dialog", { name: "Keyboard shortcuts" });
    expect(dialog.textContent).toContain("Mute or unmuteM");
    await user.click(within(dialog).getByRole("checkbox", { name: /single letters/u }));
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await user.keyboard("m?");
    expect(callCommands(client)).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("a dialog of shortcuts", () => {
  it("leaves the buttons of a call in reach, and gives the focus back", async () => {
    const { client, user } = await showWithFocus(adasClient({ calls: [onCall] }));
    const row = document.activeElement;
    await user.keyboard("?");
    const dialog = screen.getByRole("dialog");
    expect(dialog.contains(document.activeElement)).toBe(true);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(row);
    expect(callCommands(client)).toEqual([]);
    await user.keyboard("?");
    await user.click(screen.getByRole("button", { name: "Hang up" }));
    expect(lastCommand(client)).toEqual(["hangUp", "call-1"]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("Ctrl K", () => {
  const open = async (client = adasClient(), keys = "{Control>}k{/Control}") => {
    const shown = await showWithFocus(client);
    await shown.user.keyboard(keys);
    return {
      ...shown,
      dialog: await screen.findByRole("dialog", { name: "Find and call someone" }),
    };
  };
  const optionNames = () => screen.getAllByRole("option").map((row) => row.textContent);

  it.each(["{Control>}k{/Control}", "{Meta>}k{/Meta}"])(
    "finds customers and colleagues, and calls (%s)",
    async (keys) => {
      const { client, user } = await open(adasClient(), keys);
      await user.keyboard("dora");
      await expect.poll(() => screen.queryAllByRole("option").length).toBe(2);
      expect(optionNames()[0]).toBe("DCDora CustomerCustomer · dora@customer.testCall");
      await user.keyboard("{Enter}");
      expect(lastCommand(client)).toEqual([
        "call",
        { supabaseUserId: "dora", name: "Dora Customer" },
      ]);
      expect(screen.queryByRole("dialog")).toBeNull();
    },
  );

  it("works in a field, and chooses by arrow keys", async () => {
    const { client, user } = await showWithFocus();
    screen.getByRole("searchbox").focus();
    await user.keyboard("{Control>}k{/Control}agent");
    await expect.poll(() => screen.queryAllByRole("option").length).toBe(5);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(lastCommand(client)).toEqual(["call", { supabaseUserId: "alan", name: "Alan Agent" }]);
  });

  it("resumes the call with a person on hold, and puts another call on hold first", async () => {
    const held = { ...onCall, held: true };
    const first = await open(adasClient({ calls: [held] }));
    await first.user.keyboard("carl");
    await expect.poll(() => optionNames()[0]).toBe("CCCarl CustomerOn hold with youResume");
    await first.user.keyboard("{Enter}");
    expect(lastCommand(first.client)).toEqual(["resume", "call-1"]);
    cleanup();

    const { client, user, dialog } = await open(adasClient({ calls: [onCall] }));
    await user.keyboard("grace");
    await within(dialog).findByText("Carl goes on hold when you call");
    await user.keyboard("{Enter}");
    await expect
      .poll(() => callCommands(client))
      .toEqual([
        ["hold", "call-1"],
        ["call", { supabaseUserId: "grace", name: "Grace Agent" }],
      ]);
  });

  it("calls nobody who is only invited, and says so", async () => {
    const { client, user } = await open();
    const [carl] = customers;
    client.reply(findCustomers, [{ ...carl!, invitedAt: "2026-01-08T09:00:00.000Z" }]);
    await user.keyboard("carl");
    const option = await screen.findByRole("option", { name: /Invited customer · carl@/u });
    await user.keyboard("{Enter}");
    await user.click(option);
    expect(callCommands(client)).toEqual([]);
    expect(option.isConnected).toBe(true);
  });

  it("finds whoever has a phone number, however it is written", async () => {
    const { client, user } = await open();
    client.reply(lookUpPeople, ({ query }) =>
      query?.phone === "+493023125001"
        ? [
            {
              ...customers[0]!,
              type: "PORTAL_CUSTOMER" as const,
              phone: query.phone,
              invitedAt: null,
            },
          ]
        : [],
    );
    await user.keyboard("0049 (0)30 23125-001");
    await expect.poll(() => optionNames()).toHaveLength(1);
    expect(optionNames()[0]).toMatch(/Carl Customer/u);
    await user.keyboard("{Backspace}2");
    expect(await screen.findByText("Nobody here has this number")).toBeDefined();
  });

  it("says that nobody was found, and gives way to a call that rings", async () => {
    const { client, user } = await open();
    await user.keyboard("zzz");
    expect(await screen.findByText("Nobody's name or email holds “zzz”")).toBeDefined();
    act(() => client.set({ calls: [aCallView()] }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
