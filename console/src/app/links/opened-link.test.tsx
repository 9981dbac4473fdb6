// @vitest-environment jsdom
import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { lookUpPeople, type FoundPerson } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { aCallView, type FakeCallClient } from "@synapse-voice/client/testing";
import type { Link } from "@synapse-voice/desktop/bridge";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { createFakeLinks } from "../../testing/fake-links.ts";
import { desktopPlatform } from "../../testing/fake-main-process.ts";
import { lastCommand, showConsole } from "../../testing/show-console.tsx";
import { keyGuardMs } from "./guard-appearing-keys.ts";

let now = 0;
vi.spyOn(performance, "now").mockImplementation(() => now);
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const someone = (change: Partial<FoundPerson> = {}): FoundPerson => ({
  supabaseUserId: "carl",
  type: "PORTAL_CUSTOMER",
  firstName: "Carl",
  lastName: "Customer",
  email: "carl@customer.test",
  phone: "+493023125001",
  invitedAt: null,
  ...change,
});
const dora = someone({ supabaseUserId: "dora", firstName: "Dora" });
const byPhone: Link = { kind: "phone", e164: "+493023125001" };

function show(people: readonly FoundPerson[] | ApiError, client = adasClient()) {
  client.reply(lookUpPeople, people instanceof ApiError ? people : [...people]);
  const links = createFakeLinks();
  const platform = desktopPlatform({ links });
  const user = showConsole({ ...fakeServices(client), platform });
  return { client, links, user, open: (link: Link) => act(() => links.open(link)) };
}
const dialog = (name: string): Promise<HTMLElement> => screen.findByRole("dialog", { name });
const called = (client: FakeCallClient): readonly unknown[] =>
  client.commands.filter(([name]) => name === "call");
const press = (within_: HTMLElement, name: string): HTMLElement =>
  within(within_).getByRole("button", { name });

describe("a link to one person", () => {
  it("asks with name, kind and number, and calls only when told to", async () => {
    const { client, links, user, open } = show([someone()]);
    open(byPhone);
    const question = await dialog("Call Carl Customer?");
    expect(within(question).getByText("Customer · carl@customer.test")).toBeDefined();
    expect(within(question).getByText("+493023125001")).toBeDefined();
    expect(called(client)).toEqual([]);
    expect(links.pending()).not.toBeNull();
    await user.click(press(question, "Call"));
    expect(lastCommand(client)).toEqual([
      "call",
      { supabaseUserId: "carl", name: "Carl Customer" },
    ]);
    expect(called(client)).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(links.pending()).toBeNull();
  });

  it.each([
    [{ kind: "email", email: "carl@customer.test" }, { email: "carl@customer.test" }],
    [{ kind: "user", id: "some-id" }, { supabaseUserId: "some-id" }],
    [byPhone, { phone: "+493023125001" }],
  ] as const)("looks up %j", async (link, query) => {
    const { client, open } = show([someone()]);
    open(link);
    await dialog("Call Carl Customer?");
    const asked = client.commands.filter(([, endpoint]) => endpoint === lookUpPeople);
    expect(asked.map(([, , options]) => options)).toMatchObject([{ query }]);
  });

  it.each([
    [
      "Cancel",
      async (user: ReturnType<typeof show>["user"]) => user.click(screen.getByText("Cancel")),
    ],
    ["Esc", async (user: ReturnType<typeof show>["user"]) => user.keyboard("{Escape}")],
  ])("is dropped by %s", async (_how, drop) => {
    const { client, links, user, open } = show([someone()]);
    open(byPhone);
    await dialog("Call Carl Customer?");
    await drop(user);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(links.pending()).toBeNull();
    expect(called(client)).toEqual([]);
  });

  it("does not call by Enter at first, nor while the person types, nor by a key held down", async () => {
    const { client, user, open } = show([someone()]);
    open(byPhone);
    const question = await dialog("Call Carl Customer?");
    expect(document.activeElement).toBe(press(question, "Call"));
    await user.keyboard("{Enter}");
    now += keyGuardMs - 1;
    await user.keyboard("ls{Enter}");
    now += keyGuardMs - 1;
    await user.keyboard(" ");
    now += keyGuardMs;
    await user.keyboard("a{Enter}");
    expect(called(client)).toEqual([]);
    now += keyGuardMs;
    await user.keyboard("{Enter>5/}");
    expect(called(client)).toHaveLength(1);
  });

  it("makes way for a call that rings, and is asked about again when that is over", async () => {
    const { client, links, open } = show([someone()]);
    open(byPhone);
    await dialog("Call Carl Customer?");
    const ringing = aCallView({ peer: null });
    act(() => client.set({ calls: [ringing] }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(links.pending()).not.toBeNull();
    act(() => client.set({ calls: [] }));
    await dialog("Call Carl Customer?");
    act(() => client.set({ calls: [ringing] }));
    act(() => client.set({ calls: [{ ...ringing, phase: "on-call", here: true }] }));
    expect(screen.queryByRole("dialog")).toBeNull();
    act(() => client.set({ calls: [] }));
    await dialog("Call Carl Customer?");
    expect(called(client)).toEqual([]);
  });

  it("is replaced by a link that is opened meanwhile", async () => {
    const { client, links, user, open } = show([someone()]);
    open(byPhone);
    await dialog("Call Carl Customer?");
    client.reply(lookUpPeople, [dora]);
    open({ kind: "email", email: "dora@customer.test" });
    const question = await dialog("Call Dora Customer?");
    expect(screen.getAllByRole("dialog")).toHaveLength(1);
    await user.click(press(question, "Call"));
    expect(called(client)).toMatchObject([["call", { supabaseUserId: "dora" }]]);
    expect(links.pending()).toBeNull();
  });

  it("that was opened before the page was there is asked about, too", async () => {
    const client = adasClient();
    client.reply(lookUpPeople, [someone()]);
    const links = createFakeLinks();
    links.open(byPhone);
    showConsole({ ...fakeServices(client), platform: desktopPlatform({ links }) });
    expect(await dialog("Call Carl Customer?")).toBeDefined();
  });

  it.each([
    ["was only invited", { invitedAt: "2026-01-08T09:00:00.000Z" }, /Carl was invited/u],
    ["is the reader", { supabaseUserId: "ada" }, /This is you/u],
  ])("who %s says so and can't be called", async (_who, change, text) => {
    const { open } = show([someone(change)]);
    open(byPhone);
    const question = await dialog("Call Carl Customer?");
    expect(question.textContent).toMatch(text);
    expect(press(question, "Call")).toHaveProperty("disabled", true);
  });

  it("without a connection says when it can be called", async () => {
    const { client, open } = show([someone()]);
    open(byPhone);
    const question = await dialog("Call Carl Customer?");
    act(() => client.set({ connection: "offline", offlineSince: 0 }));
    expect(question.textContent).toContain("No connection to the server");
    expect(press(question, "Call")).toHaveProperty("disabled", true);
  });
});

describe("a link to several people", () => {
  it("lets the reader choose one", async () => {
    const { client, links, user, open } = show([someone(), dora]);
    open(byPhone);
    const question = await dialog("Who do you want to call?");
    expect(question.textContent).toContain("2 people have +493023125001");
    await user.click(press(question, "Call Dora Customer"));
    expect(called(client)).toMatchObject([["call", { supabaseUserId: "dora" }]]);
    expect(links.pending()).toBeNull();
  });
});

describe("a link to nobody", () => {
  it.each([
    ["Nobody here has this number", byPhone, "+493023125001"],
    ["Nobody here has this address", { kind: "email", email: "x@acme.test" }, "x@acme.test"],
    ["Nobody here has this address", { kind: "user", id: "some-id" }, "some-id"],
  ] as const)("says “%s”", async (title, link, target) => {
    const { links, user, open } = show([]);
    open(link);
    const shown = await dialog(title);
    expect(shown.textContent).toContain(target);
    await user.click(press(shown, "Close"));
    expect(links.pending()).toBeNull();
  });

  it.each([
    ["This link calls nobody", "unreadable"],
    ["This link calls nobody", "unknown_number"],
    ["This number has no country code", "no_country_code"],
    ["This link is too old", "expired"],
  ] as const)("says “%s”, and asks the server nothing", async (title, reason) => {
    const { client, open } = show([someone()]);
    open({ kind: "invalid", reason });
    const shown = await dialog(title);
    expect(within(shown).queryByRole("button", { name: /Call/u })).toBeNull();
    expect(client.commands.filter(([, endpoint]) => endpoint === lookUpPeople)).toEqual([]);
  });

  it.each([
    ["network", "The server can't be reached"],
    ["forbidden", "Your role doesn't allow this"],
  ])("after %s says so, and looks up again", async (code, title) => {
    const { client, user, open } = show(new ApiError(code, 403));
    open(byPhone);
    const shown = await dialog(title);
    expect(shown.textContent).toContain("Nobody was called.");
    client.reply(lookUpPeople, [someone()]);
    await user.click(press(shown, "Try again"));
    expect(await dialog("Call Carl Customer?")).toBeDefined();
  });
});
