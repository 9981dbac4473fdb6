import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

const phone = "+4930123456";

describe("people with phone numbers over HTTP", () => {
  let server: TestServer;
  let tenantId: string;
  let alex: TestClient;
  let ada: TestClient;
  let carl: TestClient;
  let dora: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    tenantId = await addTenant(server.db.database);
    const person = (firstName: string, role: "ADMIN" | "AGENT" | null) =>
      server.person({ tenantId, firstName, email: `${firstName}@Acme.test`, role });
    alex = await person("Alex", "ADMIN");
    ada = await person("Ada", "AGENT");
    carl = await person("Carl", null);
    dora = await person("Dora", null);
  });

  const lookUp = (criteria: Record<string, string>, by = ada) =>
    by.ask("GET", `/api/voip/people?${new URLSearchParams(criteria).toString()}`);
  const found = async (criteria: Record<string, string>, by = ada) =>
    (await lookUp(criteria, by)).body.map(({ firstName }: { firstName: string }) => firstName);
  const setPhone = (who: TestClient, value: unknown, by = alex) =>
    by.ask("PATCH", `/api/tenant/customers/${who.id}`, { phone: value });
  const setAgentsPhone = (who: TestClient, value: unknown, by = alex) =>
    by.ask("PATCH", `/api/tenant/users/${who.id}`, { phone: value });
  const invalid = { status: 400, body: { code: "invalid_request" } };

  it("are found by number, agents and customers alike, however the number is written", async () => {
    expect(await setPhone(carl, "+49 (0)30 / 123-456")).toMatchObject({
      status: 200,
      body: { supabaseUserId: carl.id, firstName: "Carl", phone },
    });
    expect(await setAgentsPhone(ada, "0049 30 123456")).toMatchObject({
      status: 200,
      body: { supabaseUserId: ada.id, role: "AGENT", phone },
    });
    const both = [
      {
        supabaseUserId: ada.id,
        type: "CRM_USER",
        firstName: "Ada",
        lastName: "Test",
        email: "Ada@Acme.test",
        phone,
        invitedAt: null,
      },
      {
        supabaseUserId: carl.id,
        type: "PORTAL_CUSTOMER",
        firstName: "Carl",
        lastName: "Test",
        email: "Carl@Acme.test",
        phone,
        invitedAt: null,
      },
    ];
    for (const text of [phone, "+49 30 123456", "0049-30-123456", "+49 (0)30 123456"])
      expect(await lookUp({ phone: text })).toMatchObject({ status: 200, body: both });
    // A plus that is not encoded arrives as a blank.
    expect((await ada.ask("GET", `/api/voip/people?phone=${phone}`)).body).toEqual(both);
    expect(await found({ phone: "+4930123457" })).toEqual([]);
    expect(await found({ phone: "+493012345" })).toEqual([]);
  });

  it("are found by the whole email and by id, for links", async () => {
    expect(await found({ email: "carl@acme.test" })).toEqual(["Carl"]);
    expect(await found({ email: "ADA@ACME.TEST" })).toEqual(["Ada"]);
    expect(await found({ email: "arl@acme.test" })).toEqual([]);
    expect(await found({ email: "_arl@acme.test" })).toEqual([]);
    expect(await found({ supabaseUserId: dora.id })).toEqual(["Dora"]);
    expect(await found({ supabaseUserId: dora.id.toUpperCase() })).toEqual(["Dora"]);
    expect(await found({ supabaseUserId: dora.id, email: "carl@acme.test" })).toEqual([]);
    expect(await found({})).toEqual([]);
  });

  it.each([
    { phone: "030 123456" },
    { phone: "4930123456" },
    { phone: "" },
    { phone: "+49\u000030123456" },
    { phone: "%2B4930123456" },
    { phone: "' OR '1'='1" },
    { phone: "+%" },
    { phone: `+${"1".repeat(2_000)}` },
    { email: "carl" },
    { email: "%@acme.test%" },
    { email: `${"a".repeat(2_000)}@acme.test` },
    { supabaseUserId: "carl" },
    { supabaseUserId: "*" },
    { query: "carl" },
  ] as Record<string, string>[])("are not looked up by %j", async (criteria) => {
    const reply = await lookUp(criteria);
    expect(reply).toMatchObject(invalid);
    expect(JSON.stringify(reply.body)).not.toContain("1111");
  });

  it("are not looked up by a parameter that comes twice", async () => {
    const twice = `phone=${encodeURIComponent(phone)}&phone=${encodeURIComponent(phone)}`;
    expect(await ada.ask("GET", `/api/voip/people?${twice}`)).toMatchObject(invalid);
    expect(await ada.ask("GET", "/api/voip/people?phone[]=1")).toMatchObject(invalid);
    expect(await ada.ask("GET", "/api/voip/people?phone[a]=1")).toMatchObject(invalid);
  });

  it("keep their numbers from customers and from other tenants", async () => {
    await setPhone(carl, phone);
    await setAgentsPhone(ada, phone);
    for (const criteria of [{ phone }, { email: "ada@acme.test" }, { supabaseUserId: ada.id }])
      expect(await lookUp(criteria, carl)).toMatchObject({
        status: 403,
        body: { code: "forbidden" },
      });
    const agents = await carl.ask("GET", "/api/voip/agents/available");
    expect(agents.body).toHaveLength(2);
    expect(JSON.stringify(agents.body)).not.toMatch(/phone|4930/u);
    const globex = await addTenant(server.db.database, "Globex");
    const gus = await server.person({ tenantId: globex, firstName: "Gus", role: "ADMIN" });
    expect(await found({ phone }, gus)).toEqual([]);
    expect(await found({ supabaseUserId: ada.id }, gus)).toEqual([]);
    for (const set of [await setPhone(carl, null, gus), await setAgentsPhone(ada, null, gus)])
      expect(set).toMatchObject({ status: 404, body: { code: "person_not_found" } });
    expect(await found({ phone })).toEqual(["Ada", "Carl"]);
  });

  it("get numbers from admins alone, and lose them by null", async () => {
    for (const by of [ada, carl])
      for (const set of [await setPhone(carl, phone, by), await setAgentsPhone(ada, phone, by)])
        expect(set).toMatchObject({ status: 403, body: { code: "forbidden" } });
    await setPhone(carl, phone);
    expect((await alex.ask("PATCH", `/api/tenant/customers/${carl.id}`, {})).body.phone).toBe(
      phone,
    );
    expect((await setPhone(carl, null)).body.phone).toBeNull();
    expect(await found({ phone })).toEqual([]);
    await setAgentsPhone(ada, phone);
    await alex.ask("PATCH", `/api/tenant/users/${ada.id}`, { takesQueueCalls: false });
    expect(await found({ phone })).toEqual(["Ada"]);
    expect((await setAgentsPhone(ada, null)).body.phone).toBeNull();
  });

  it.each(["030 123456", "", 49, "+49 30 123456 ext. 7", "\u202E+4930", ["+4930123456"], {}])(
    "keep no number such as %j, and the refusal names the field and not the number",
    async (value) => {
      for (const set of [await setPhone(carl, value), await setAgentsPhone(ada, value)]) {
        expect(set).toMatchObject(invalid);
        expect(set.body.detail).toContain("body.phone");
        expect(set.body.detail).not.toContain("ext. 7");
      }
      expect((await setPhone(carl, "+49")).body.detail).toContain("country code");
    },
  );

  it("who may be one of two with a number are listed with it, for agents", async () => {
    await setPhone(carl, phone);
    await setAgentsPhone(ada, phone);
    const customers = (await ada.ask("GET", "/api/voip/customers?query=carl")).body;
    expect(customers).toMatchObject([{ firstName: "Carl", phone }]);
    const agents = (await ada.ask("GET", "/api/voip/agents/available")).body;
    expect(agents).toMatchObject([
      { firstName: "Ada", phone },
      { firstName: "Alex", phone: null },
    ]);
    const team = (await alex.ask("GET", "/api/tenant/users")).body;
    expect(team).toMatchObject([
      { firstName: "Ada", phone },
      { firstName: "Alex", phone: null },
    ]);
  });

  it("get a number with the invitation, and keep it when they are invited again", async () => {
    const invite = (more: object) =>
      alex.ask("POST", "/api/tenant/customers", {
        email: "eve@acme.test",
        firstName: "Eve",
        lastName: "Test",
        ...more,
      });
    const { supabaseUserId } = (await invite({ phone: "+49 30 123456" })).body;
    expect((await lookUp({ phone })).body).toMatchObject([
      { supabaseUserId, phone, invitedAt: expect.any(String) },
    ]);
    expect((await invite({})).status).toBe(201);
    expect(await found({ phone })).toEqual(["Eve"]);
    expect((await invite({ phone: null })).status).toBe(201);
    expect(await found({ phone })).toEqual([]);
    expect((await invite({ phone: "030" })).status).toBe(400);
  });

  it("are no longer found once they are removed", async () => {
    await setPhone(carl, phone);
    await setAgentsPhone(ada, phone);
    await alex.ask("DELETE", `/api/tenant/customers/${carl.id}`);
    await alex.ask("DELETE", `/api/tenant/users/${ada.id}`);
    expect(await found({ phone }, alex)).toEqual([]);
    expect(await setPhone(carl, phone)).toMatchObject({ status: 404 });
  });
});
