// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { changeSettings, getSettings, me, TenantSettings } from "@synapse-voice/contract";
import * as v from "valibot";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { createFakePreferences, desktopPlatform } from "../../../testing/fake-main-process.ts";
import { adasProfile } from "../../../testing/samples.ts";
import { button, showConsole, showForAda } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const crmUrl = "https://crm.example.com/contacts/{id}?phone={phone}";
const field = () => screen.findByLabelText<HTMLInputElement>("Link to your CRM");
const type = async (text: string) => fireEvent.change(await field(), { target: { value: text } });
const changes = (client: FakeCallClient) =>
  client.commands.filter(([, endpoint]) => endpoint === changeSettings).map(([, , sent]) => sent);

describe("the link to the CRM", () => {
  it("is saved, with the address of a customer as an example", async () => {
    const client = adasClient();
    client.reply(changeSettings, v.parse(TenantSettings, { crmUrl }));
    const { user } = showForAda(client, "#/settings");
    await type(` ${crmUrl} `);
    expect(
      screen.getByText(
        /^https:\/\/crm\.example\.com\/contacts\/[-0-9a-f]{36}\?phone=%2B4930123456$/u,
      ),
    ).toBeDefined();
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(changes(client)).toEqual([{ body: { crmUrl } }]);
  });

  it("is removed with its text", async () => {
    const client = adasClient();
    client.reply(getSettings, v.parse(TenantSettings, { crmUrl }));
    client.reply(changeSettings, v.parse(TenantSettings, {}));
    const { user } = showForAda(client, "#/settings");
    await user.clear(await field());
    expect(screen.queryByText(/For a customer it reads/u)).toBeNull();
    await user.click(button("Save"));
    await screen.findByText("Saved");
    expect(changes(client)).toEqual([{ body: { crmUrl: null } }]);
  });

  it.each([
    ["http://crm.example.com/{id}", /must begin with https/u],
    ["https://crm.example.com/{name}", /“\{name\}” can't be filled in/u],
    ["https://crm.example.com/contacts", /where the customer goes/u],
    ["https://{id}.example.com/", /name of the website/u],
  ])("says why %s can't be, and nothing is sent", async (text, reason) => {
    const client = adasClient();
    const { user } = showForAda(client, "#/settings");
    await type(text);
    expect(screen.queryByText(/For a customer it reads/u)).toBeNull();
    await user.click(button("Save"));
    expect(
      screen.getByRole("textbox", { name: "Link to your CRM", description: reason }),
    ).toHaveProperty("value", text);
    await expect.poll(async () => document.activeElement === (await field())).toBe(true);
    expect(changes(client)).toEqual([]);
  });
});

describe("the time at which a record opens by itself", () => {
  const show = (template: string | null, preferences = createFakePreferences()) => {
    const client = adasClient();
    client.reply(me, { ...adasProfile, crmUrl: template });
    const services = { ...fakeServices(client), platform: desktopPlatform({ preferences }) };
    return showConsole(services, { fragment: "#/settings" });
  };
  const choice = () =>
    screen.findByRole<HTMLSelectElement>("combobox", { name: /customer's record/u });

  it("is the answer until the agent chooses another one", async () => {
    const preferences = createFakePreferences();
    const user = show(crmUrl, preferences);
    const select = await choice();
    expect([...select.options].map(({ label }) => label)).toEqual([
      "Never",
      "When a call rings",
      "When I answer",
    ]);
    expect(select.value).toBe("answer");
    await user.selectOptions(select, "When a call rings");
    expect(preferences.get()?.screenPop).toBe("ring");
    expect(screen.getByText(/may come to the front/u)).toBeDefined();
  });

  it("says when it can't be kept", async () => {
    const user = show(crmUrl, createFakePreferences({}, { fails: true }));
    await user.selectOptions(await choice(), "Never");
    expect(await screen.findByText(/couldn't be saved/u)).toBeDefined();
    expect((await choice()).value).toBe("answer");
  });

  it("is no question where the company has no CRM", async () => {
    show(null);
    await screen.findByLabelText("Alert me to calls on this computer");
    expect(screen.queryByText("Open the customer's record")).toBeNull();
  });
});
