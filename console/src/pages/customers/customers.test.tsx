// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import {
  changeCustomer,
  eraseCustomer,
  findCustomers,
  inviteCustomer,
  listRemovedCustomers,
  me,
  removeCustomer,
  resendInvitation,
  revokeInvitation,
  type Endpoint,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { adasProfile, customers } from "../../testing/samples.ts";
import { button, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const [carl, dora] = customers as readonly [(typeof customers)[0], (typeof customers)[0]];
const iris = { ...dora!, supabaseUserId: "iris", firstName: "Iris", email: "iris@customer.test" };

function clientWithCustomers(): FakeCallClient {
  const client = adasClient();
  client.reply(findCustomers, [carl!, { ...iris, invitedAt: "2026-01-08T09:00:00.000Z" }]);
  for (const endpoint of [removeCustomer, eraseCustomer, revokeInvitation])
    client.reply(endpoint, { supabaseUserId: "carl" });
  client.reply(resendInvitation, { supabaseUserId: "iris", email: iris.email });
  client.reply(listRemovedCustomers, [dora!]);
  return client;
}

async function show(client: FakeCallClient): Promise<UserEvent> {
  const { user } = showForAda(client, "#/customers");
  await screen.findByRole("button", { name: "Manage Carl Customer" });
  return user;
}
const sent = (client: FakeCallClient, endpoint: Endpoint): readonly unknown[] =>
  client.commands.filter(([, asked]) => asked === endpoint).map(([, , options]) => options);
const ofCarl = [{ params: { supabaseUserId: "carl" } }];

describe("the customers of a search", () => {
  it("say that there may be more than are shown", async () => {
    const client = adasClient();
    const found = Array.from({ length: 20 }, (_, index) => ({
      ...carl,
      supabaseUserId: `carl-${index}`,
    }));
    client.reply(findCustomers, found);
    showForAda(client, "#/customers");
    await screen.findByText("These are the first 20. Search to find others.");
    cleanup();
    client.reply(findCustomers, found.slice(1));
    showForAda(client, "#/customers");
    expect(await screen.findAllByText("Carl Customer")).toHaveLength(19);
    expect(screen.queryByText(/These are the first/u)).toBeNull();
  });
});

describe("an admin's customers", () => {
  it("are added by an invitation", async () => {
    const client = clientWithCustomers();
    client.reply(inviteCustomer, { supabaseUserId: "new", email: "new@customer.test" });
    const user = await show(client);
    await user.click(button("Add a customer"));
    const form = screen.getByRole("region", { name: "Add a customer" });
    await user.type(within(form).getByLabelText("First name"), "New");
    await user.type(within(form).getByLabelText("Last name"), "Customer");
    await user.type(within(form).getByLabelText("Email"), "new@customer.test{Enter}");
    expect(await within(form).findByText(/on its way to new@customer.test/u)).toBeDefined();
    expect(sent(client, inviteCustomer)).toEqual([
      { body: { firstName: "New", lastName: "Customer", email: "new@customer.test" } },
    ]);
  });

  it("who are only invited can't be called; their invitation is sent again or withdrawn", async () => {
    const client = clientWithCustomers();
    const user = await show(client);
    const row = () => screen.getByText(/^Invited · iris/u).closest("li")!;
    expect(within(row()).queryByRole("button", { name: "Call" })).toBeNull();
    await user.click(button("Manage Iris Customer"));
    await user.click(button("Send again the invitation of Iris Customer"));
    expect(
      await screen.findByText(/A new link is on its way to iris@customer.test/u),
    ).toBeDefined();
    await user.click(button("Manage Iris Customer"));
    await user.click(button("Withdraw the invitation of Iris Customer"));
    await user.click(button("Withdraw"));
    expect(sent(client, revokeInvitation)).toEqual([{ params: { supabaseUserId: "iris" } }]);
  });

  it("are removed, and erased, after a question each", async () => {
    const client = clientWithCustomers();
    const user = await show(client);
    await user.click(button("Manage Carl Customer"));
    await user.click(button("Remove Carl Customer"));
    expect(sent(client, removeCustomer)).toEqual([]);
    await user.click(button("Remove"));
    expect(await screen.findByText("Carl was removed.")).toBeDefined();
    await user.click(button("Manage Carl Customer"));
    await user.click(button("Erase the data of Carl Customer"));
    expect(screen.getByText(/This can't be undone/u)).toBeDefined();
    expect(sent(client, eraseCustomer)).toEqual([]);
    await user.click(button("Erase"));
    expect(await screen.findByText("The customer's data was erased.")).toBeDefined();
    expect([sent(client, removeCustomer), sent(client, eraseCustomer)]).toEqual([ofCarl, ofCarl]);
  });

  it("who were removed before can be erased, and nothing else", async () => {
    const client = clientWithCustomers();
    const user = await show(client);
    await user.click(button("Removed customers"));
    const list = await screen.findByRole("list", { name: "Removed customers" });
    await user.click(within(list).getByRole("button", { name: "Manage Dora Customer" }));
    expect(within(list).queryByRole("button", { name: "Remove Dora Customer" })).toBeNull();
    await user.click(within(list).getByRole("button", { name: "Erase the data of Dora Customer" }));
    client.reply(listRemovedCustomers, []);
    await user.click(within(list).getByRole("button", { name: "Erase" }));
    expect(await screen.findByText(/Customers whom you remove show here/u)).toBeDefined();
    expect(sent(client, eraseCustomer)).toEqual([{ params: { supabaseUserId: "dora" } }]);
  });

  it("say why they could not be removed", async () => {
    const client = clientWithCustomers();
    client.reply(removeCustomer, new ApiError("database_unavailable", 503));
    const user = await show(client);
    await user.click(button("Manage Carl Customer"));
    await user.click(button("Remove Carl Customer"));
    await user.click(button("Remove"));
    expect((await screen.findByRole("alert")).textContent).toContain("database");
  });

  it("are only called by all other agents", async () => {
    const client = clientWithCustomers();
    client.reply(me, { ...adasProfile, role: "AGENT" });
    showForAda(client, "#/customers");
    await screen.findByText("Carl Customer");
    for (const name of ["Manage Carl Customer", "Add a customer", "Removed customers"])
      expect(screen.queryByRole("button", { name })).toBeNull();
  });
});

describe("a customer's phone number", () => {
  const typeNumber = async (user: UserEvent, text: string): Promise<HTMLInputElement> => {
    await user.click(button("Manage Carl Customer"));
    await user.click(button("Change the phone number of Carl Customer"));
    const field = screen.getByLabelText<HTMLInputElement>("Phone number of Carl Customer");
    await user.clear(field);
    await user.type(field, text);
    return field;
  };

  it("is saved with its country code, and shows in the details", async () => {
    const client = clientWithCustomers();
    client.reply(changeCustomer, { ...carl!, phone: "+493023125001" });
    const user = await show(client);
    await user.click(screen.getByRole("button", { name: /^Carl Customer/u }));
    const detail = await screen.findByRole("region", { name: "Carl Customer" });
    await typeNumber(user, "0049 (30) 231 25-001{Enter}");
    await screen.findByText("Carl's phone number is +493023125001 now.");
    expect(sent(client, changeCustomer)).toEqual([
      { params: { supabaseUserId: "carl" }, body: { phone: "+493023125001" } },
    ]);
    expect(within(detail).getByText("+493023125001")).toBeDefined();
  });

  it("without a country code is not sent, and what was typed stays with what is missing", async () => {
    const client = clientWithCustomers();
    const user = await show(client);
    const field = await typeNumber(user, "030 23125 001{Enter}");
    expect(field.value).toBe("030 23125 001");
    expect(screen.getByText(/Begin with the country code/u)).toBeDefined();
    expect(sent(client, changeCustomer)).toEqual([]);
  });

  it("that could not be saved stays typed", async () => {
    const client = clientWithCustomers();
    client.reply(changeCustomer, new ApiError("network"));
    const user = await show(client);
    const field = await typeNumber(user, "+493023125001{Enter}");
    await screen.findByText("The server can't be reached");
    expect(field.value).toBe("+493023125001");
    expect(field.isConnected).toBe(true);
  });

  it("is removed by an empty field", async () => {
    const client = clientWithCustomers();
    client.reply(changeCustomer, carl!);
    const user = await show(client);
    await typeNumber(user, " ");
    await user.click(button("Save"));
    await screen.findByText("Carl has no phone number now.");
    expect(sent(client, changeCustomer)).toMatchObject([{ body: { phone: null } }]);
  });
});
