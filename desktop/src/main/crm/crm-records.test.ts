import { lookUpPeople, me, type FoundPerson } from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { createFakeCallClient } from "@synapse-voice/client/testing";
import { describe, expect, it } from "vitest";
import { createCrmRecords } from "./crm-records.ts";

const carlsId = "5f0c7a1e-0b6f-4c8e-9d55-0e7a3b1f2c4d";
const carl: FoundPerson = {
  supabaseUserId: carlsId,
  type: "PORTAL_CUSTOMER",
  firstName: "Carl",
  lastName: "Customer",
  email: "carl@customer.test",
  phone: null,
  invitedAt: null,
};
const ada = {
  supabaseUserId: "ada",
  type: "CRM_USER" as const,
  role: "AGENT" as const,
  firstName: "Ada",
  lastName: "Agent",
  tenantName: "Acme",
};

function aClient(crmUrl: string | null | undefined, people: FoundPerson[] = [carl]) {
  const client = createFakeCallClient();
  client.reply(me, crmUrl === undefined ? ada : { ...ada, crmUrl });
  client.reply(lookUpPeople, ({ query }) =>
    people.filter(({ supabaseUserId }) => supabaseUserId === query?.supabaseUserId),
  );
  return client;
}

function someRecords(
  client: ReturnType<typeof aClient> | null,
  openInBrowser = async (): Promise<void> => undefined,
) {
  const opened: unknown[] = [];
  const logged: string[] = [];
  let current = client;
  const records = createCrmRecords({
    client: () => current,
    openInBrowser: async (...args) => {
      opened.push(args);
      await openInBrowser();
    },
    log: (reason) => logged.push(reason),
  });
  return { ...records, opened, logged, signOut: () => (current = null) };
}

describe("the record of a customer", () => {
  it("opens at the address that the server's data make", async () => {
    const { open, opened } = someRecords(aClient("https://crm.test/{id}?mail={email}"));
    expect(await open(carlsId.toUpperCase())).toBeNull();
    expect(await open(carlsId, { takesFocus: false })).toBeNull();
    const address = `https://crm.test/${carlsId}?mail=carl%40customer.test`;
    expect(opened).toEqual([
      [address, true],
      [address, false],
    ]);
  });

  it.each([
    ["no CRM", null, [carl], "not_set_up"],
    ["a server of before", undefined, [carl], "not_set_up"],
    ["an unknown id", "https://crm.test/{id}", [], "unknown_customer"],
    [
      "a colleague",
      "https://crm.test/{id}",
      [{ ...carl, type: "CRM_USER" as const }],
      "unknown_customer",
    ],
    ["no phone number", "https://crm.test/{phone}", [carl], "incomplete"],
    ["an address that is not https", "http://crm.test/{id}", [carl], "incomplete"],
    ["a program in place of an address", "javascript:open('{id}')", [carl], "incomplete"],
    ["a file", "file:///etc/{id}", [carl], "incomplete"],
    ["another site by the id", "https://{id}/", [carl], "incomplete"],
  ])("stays closed with %s", async (_name, crmUrl, people, problem) => {
    const { open, opened } = someRecords(aClient(crmUrl, people));
    expect(await open(carlsId)).toBe(problem);
    expect(opened).toEqual([]);
  });

  it("stays closed without a sign-in, also if it ends meanwhile", async () => {
    expect(await someRecords(null).open(carlsId)).toBe("signed_out");
    const { open, opened, signOut } = someRecords(aClient("https://crm.test/{id}"));
    const opening = open(carlsId);
    signOut();
    expect(await opening).toBe("signed_out");
    expect(opened).toEqual([]);
  });

  it("stays closed if the server can't be asked", async () => {
    const client = aClient("https://crm.test/{id}");
    client.reply(lookUpPeople, new ApiError("network_error", 0));
    expect(await someRecords(client).open(carlsId)).toBe("unreachable");
  });

  it("is reported if the browser does not open, without the address", async () => {
    const { open, logged } = someRecords(aClient("https://crm.test/{id}"), () =>
      Promise.reject(new Error(`no browser for https://crm.test/${carlsId}`)),
    );
    expect(await open(carlsId)).toBe("browser_failed");
    expect(logged).toEqual(["Error"]);
  });
});
