// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen, within } from "@testing-library/react";
import { findCustomers, lookUpPeople, me } from "@synapse-voice/contract";
import { aCallView, carl, grace } from "@synapse-voice/client/testing";
import type { CrmProblem } from "@synapse-voice/desktop/bridge";
import { adasClient, fakeServices } from "../../testing/fake-console.ts";
import { desktopPlatform } from "../../testing/fake-main-process.ts";
import { adasProfile, customers } from "../../testing/samples.ts";
import { showConsole, showForAda } from "../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const crmUrl = "https://crm.example.com/contacts/{id}?mail={email}";
const withCarl = aCallView({ phase: "on-call", role: "callee", here: true });

function clientWith(template: string | null, peer = carl, calls = [{ ...withCarl, peer }]) {
  const client = adasClient({ calls });
  client.reply(me, { ...adasProfile, crmUrl: template });
  return client;
}
const detail = async (name: string) => within(await screen.findByRole("region", { name }));
const link = { name: "Open in CRM" };

describe("a customer's details on the web", () => {
  it("lead to the record in the CRM, in a tab that knows nothing of this page", async () => {
    showForAda(clientWith(crmUrl));
    const open = await (await detail("Carl Customer")).findByRole<HTMLAnchorElement>("link", link);
    expect(open.href).toBe("https://crm.example.com/contacts/carl?mail=carl%40customer.test");
    expect([open.target, open.rel]).toEqual(["_blank", "noopener noreferrer"]);
  });

  it("lead there from the list of customers, too", async () => {
    const client = clientWith("https://crm.example.com/{phone}", carl, []);
    const dora = { ...customers[1]!, phone: "+4930123456" };
    client.reply(findCustomers, [dora]);
    const { user } = showForAda(client, "#/customers");
    await user.click(await screen.findByRole("button", { name: /^Dora/u }));
    const open = await (await detail("Dora Customer")).findByRole<HTMLAnchorElement>("link", link);
    expect(open.href).toBe("https://crm.example.com/%2B4930123456");
  });

  it("say so where the customer lacks what the link needs", async () => {
    showForAda(clientWith("https://crm.example.com/{phone}"));
    const shown = await detail("Carl Customer");
    expect(await shown.findByText(/a phone number that this one doesn't have/u)).toBeDefined();
    expect(shown.queryByRole("link", link)).toBeNull();
  });

  it.each([
    ["the company has no CRM", null, carl],
    ["the setting is no address that we take", "javascript:alert('{id}')", carl],
    ["a colleague calls", crmUrl, grace],
    ["only a name is known", crmUrl, { ...carl, supabaseUserId: "mia", verified: false }],
  ])("lead nowhere if %s", async (_name, template, peer) => {
    const client = clientWith(template, peer);
    showForAda(client);
    const shown = await detail(peer.name);
    await expect
      .poll(() => client.commands.some(([, endpoint]) => endpoint === lookUpPeople))
      .toBe(true);
    await shown.findByText(/^(?:carl|grace)@|^Customer$/u);
    expect(shown.queryByRole("link", link)).toBeNull();
    expect(shown.queryByRole("button", link)).toBeNull();
  });
});

describe("a customer's details in the desktop app", () => {
  const show = (openCrm: (id: string) => Promise<CrmProblem | null>) =>
    showConsole({ ...fakeServices(clientWith(crmUrl)), platform: desktopPlatform({ openCrm }) });

  it("ask the app for the record, by the customer's id only", async () => {
    const asked: string[] = [];
    const user = show(async (id) => {
      asked.push(id);
      return null;
    });
    const shown = await detail("Carl Customer");
    await user.click(await shown.findByRole("button", link));
    expect(asked).toEqual(["carl"]);
    expect(shown.queryByRole("link", link)).toBeNull();
    expect(shown.queryByText(/again/u)).toBeNull();
  });

  it.each<[CrmProblem | Error, RegExp]>([
    ["unreachable", /server can't be reached.*Calls go on/u],
    ["not_set_up", /link to the CRM was removed/u],
    ["unknown_customer", /no longer a customer/u],
    ["incomplete", /a phone number that this one doesn't have/u],
    ["browser_failed", /browser didn't open/u],
    ["signed_out", /signed out/u],
    [new Error("failed"), /couldn't be opened. Try again/u],
  ])("say what happened where it fails: %s", async (problem, words) => {
    const user = show(async () => {
      if (problem instanceof Error) throw problem;
      return problem;
    });
    await user.click(await (await detail("Carl Customer")).findByRole("button", link));
    expect(await screen.findByText(words)).toBeDefined();
  });
});
