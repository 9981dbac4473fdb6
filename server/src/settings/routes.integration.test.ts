import { randomUUID } from "node:crypto";
import { TenantSettings } from "@synapse-voice/contract";
import { addTenant } from "@synapse-voice/prisma/testing";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  startTestServer,
  type TestClient,
  type TestServer,
} from "../testing/server-for-tests.ts";

describe("what admins do for their tenant, over HTTP", () => {
  let server: TestServer;
  let alex: TestClient;
  let carl: TestClient;
  let globexAdmin: TestClient;
  const invitation = () => ({
    email: `${randomUUID()}@acme.test`,
    firstName: "Grace",
    lastName: "Agent",
  });

  beforeAll(async () => {
    server = await startTestServer();
    const globex = await addTenant(server.db.database, "Globex");
    alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    carl = await server.person({ firstName: "Carl", lastName: "Customer", role: null });
    globexAdmin = await server.person({ firstName: "Gwen", role: "ADMIN", tenantId: globex });
  });
  afterAll(() => server?.close());

  it("changes some settings and leaves the others, and other tenants, alone", async () => {
    const changed = v.parse(TenantSettings, {
      ringTimeoutSeconds: 45,
      allowedOrigins: ["https://portal.acme.test"],
    });
    await alex.ask("PATCH", "/api/tenant/settings", { allowedOrigins: changed.allowedOrigins });
    expect(
      await alex.ask("PATCH", "/api/tenant/settings", { ringTimeoutSeconds: 45 }),
    ).toMatchObject({ status: 200, body: changed });
    expect((await alex.ask("GET", "/api/tenant/settings")).body).toEqual(changed);
    expect((await globexAdmin.ask("GET", "/api/tenant/settings")).body).toMatchObject({
      ringTimeoutSeconds: 30,
      allowedOrigins: [],
    });
  });

  it("keeps how the queue works, and when", async () => {
    const businessHours = {
      timeZone: "America/St_Johns",
      spans: [
        { day: 1, from: "00:00", to: "24:00" },
        { day: 7, from: "09:30", to: "12:00" },
      ],
    };
    const change = {
      queueStrategy: "ring_all",
      offerTimeoutSeconds: 20,
      maxWaitSeconds: 60,
      wrapUpSeconds: 300,
      businessHours,
      holidays: [
        { date: "2026-12-25", name: "Christmas Day", spans: [] },
        { date: "2026-12-24", name: "Christmas Eve", spans: [{ from: "09:30", to: "12:00" }] },
      ],
      dispositions: [
        { id: "solved", label: "Solved" },
        { id: "call_back", label: "Call again" },
      ],
      maxCallMinutes: 60,
      holdSound: "silence",
    };
    expect(await globexAdmin.ask("PATCH", "/api/tenant/settings", change)).toMatchObject({
      status: 200,
      body: change,
    });
    expect((await globexAdmin.ask("GET", "/api/tenant/settings")).body).toMatchObject({
      ...change,
      ringTimeoutSeconds: 30,
    });
    expect(
      (await globexAdmin.ask("PATCH", "/api/tenant/settings", { businessHours: null })).body,
    ).toMatchObject({ ...change, businessHours: null });
  });

  const span = { day: 1, from: "09:00", to: "17:00" };
  const holiday = { date: "2026-12-25", name: "Christmas Day", spans: [] };
  const disposition = { id: "solved", label: "Solved" };
  it.each([
    { ringTimeoutSeconds: 1 },
    { ringTimeoutSeconds: "30" },
    { allowedOrigins: ["portal.acme.test"] },
    { ringTimeout: 30 },
    { queueStrategy: "loudest" },
    { wrapUpSeconds: 301 },
    { offerTimeoutSeconds: 4 },
    { businessHours: { timeZone: "Mars/Olympus", spans: [span] } },
    { businessHours: { timeZone: "UTC", spans: [{ ...span, to: "09:00" }] } },
    { businessHours: { timeZone: "UTC", spans: [{ ...span, day: 0 }] } },
    { businessHours: { timeZone: "UTC", spans: [{ ...span, to: "24:01" }] } },
    { businessHours: { timeZone: "UTC" } },
    { holidays: [{ ...holiday, date: "2026-02-30" }] },
    { holidays: [{ ...holiday, name: "" }] },
    { holidays: [{ ...holiday, spans: [{ from: "17:00", to: "09:00" }] }] },
    { holidays: [{ ...holiday, spans: [span] }] },
    { holidays: [holiday, holiday] },
    { holidays: null },
    { dispositions: [{ id: "Solved", label: "Solved" }] },
    { dispositions: [{ id: "solved", label: "\u202E" }] },
    { dispositions: [{ id: "solved", label: "x".repeat(61) }] },
    { dispositions: [disposition, disposition] },
    { dispositions: null },
    { recording: { modes: { inbound: "always" } } },
    { recording: { retentionDays: 0 } },
    { recording: { mode: "ask" } },
    { recording: null },
  ])("refuses %j", async (change) => {
    expect(await alex.ask("PATCH", "/api/tenant/settings", change)).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  });

  it("names the holiday and the reason where it refuses one", async () => {
    const holidays = [holiday, { ...holiday, date: "2026-11-31" }];
    const { status, body } = await alex.ask("PATCH", "/api/tenant/settings", { holidays });
    expect([status, body.code]).toEqual([400, "invalid_request"]);
    expect(body.detail).toMatch(/body\.holidays\.1\.date: not a day of the calendar/u);
    const twice = { holidays: [holiday, holiday] };
    expect((await alex.ask("PATCH", "/api/tenant/settings", twice)).body.detail).toMatch(
      /body\.holidays: two holidays on one day/u,
    );
  });

  it.each([
    ["http://crm.example/{id}", "must begin with https"],
    ["javascript:alert({id})", "must begin with https"],
    ["https://crm.example/{name}", "“{name}” can't be filled in"],
    ["https://{id}.crm.example/", "{id} can't be in the name of the website"],
    ["https://crm.example/contacts", "Say where the customer goes"],
    ["https://crm.example/{id} ", "no blanks"],
    ["https://crm.example:99999/{id}", "not an address of a page"],
    ["https://crm.example/{id}".padEnd(501, "x"), "expected <=500"],
  ])("refuses %j as the address of the CRM, and says why", async (crmUrl, reason) => {
    const { status, body } = await alex.ask("PATCH", "/api/tenant/settings", { crmUrl });
    expect([status, body.code]).toEqual([400, "invalid_request"]);
    expect(body.detail).toContain("body.crmUrl: ");
    expect(body.detail).toContain(reason);
  });

  it("is for admins only", async () => {
    const ada = await server.person({ firstName: "Ada", role: "AGENT" });
    const supervisor = await server.person({ firstName: "Sue", role: "SUPERVISOR" });
    const requests: Parameters<TestClient["ask"]>[] = [
      ["GET", "/api/tenant/settings"],
      ["PATCH", "/api/tenant/settings", {}],
      ["POST", "/api/tenant/users", invitation()],
      ["POST", "/api/tenant/customers", invitation()],
      ["DELETE", `/api/tenant/users/${ada.id}`],
    ];
    for (const person of [ada, supervisor, carl]) {
      for (const request of requests)
        expect(await person.ask(...request)).toMatchObject({
          status: 403,
          body: { code: "forbidden" },
        });
    }
  });

  it("invites agents and customers, who belong to the tenant from then on", async () => {
    const agent = await alex.ask("POST", "/api/tenant/users", {
      ...invitation(),
      role: "SUPERVISOR",
    });
    expect(agent).toMatchObject({
      status: 201,
      body: { supabaseUserId: expect.any(String), email: expect.any(String) },
    });
    const customer = await alex.ask("POST", "/api/tenant/customers", {
      ...invitation(),
      firstName: "Dora",
    });
    expect(await server.deps.accountStore.find(agent.body.supabaseUserId)).toMatchObject({
      tenantId: server.tenantId,
      role: "SUPERVISOR",
    });
    expect(await server.deps.accountStore.find(customer.body.supabaseUserId)).toMatchObject({
      tenantId: server.tenantId,
      type: "PORTAL_CUSTOMER",
      firstName: "Dora",
    });
    expect((await alex.ask("GET", "/api/voip/customers?query=dora")).body).toMatchObject([
      { supabaseUserId: customer.body.supabaseUserId },
    ]);
  });

  it("says that an email has an account already", async () => {
    const grace = invitation();
    await globexAdmin.ask("POST", "/api/tenant/users", grace);
    expect(
      await alex.ask("POST", "/api/tenant/users", { ...grace, email: grace.email.toUpperCase() }),
    ).toMatchObject({ status: 409, body: { code: "email_exists" } });
  });

  it("invites a person again who has not followed the first invitation", async () => {
    const grace = invitation();
    const { body } = await alex.ask("POST", "/api/tenant/users", grace);
    expect(
      await alex.ask("POST", "/api/tenant/users", { ...grace, email: grace.email.toUpperCase() }),
    ).toMatchObject({ status: 201, body });
  });

  it("finds customers for agents, of their own tenant, and nothing for customers", async () => {
    expect((await alex.ask("GET", "/api/voip/customers?query=carl%20cust")).body).toEqual([
      {
        supabaseUserId: carl.id,
        firstName: "Carl",
        lastName: "Customer",
        email: expect.any(String),
        phone: null,
      },
    ]);
    expect((await globexAdmin.ask("GET", "/api/voip/customers?query=carl")).body).toEqual([]);
    expect(await carl.ask("GET", "/api/voip/customers?query=carl")).toMatchObject({ status: 403 });
  });

  it("removes an agent: their call ends, and they are nobody here any more", async () => {
    const ada = await server.person({ firstName: "Ada", role: "AGENT" });
    await ada.ask("PUT", "/api/voip/presence", {});
    const { body: started } = await carl.ask("POST", "/api/voip/start-call", {
      calleeSupabaseId: ada.id,
    });
    expect(await ada.ask("POST", `/api/voip/calls/${started.callId}/accept`)).toMatchObject({
      status: 200,
    });
    expect(await globexAdmin.ask("DELETE", `/api/tenant/users/${ada.id}`)).toMatchObject({
      status: 404,
      body: { code: "person_not_found" },
    });
    expect(await alex.ask("DELETE", `/api/tenant/users/${ada.id}`)).toMatchObject({
      status: 200,
      body: { supabaseUserId: ada.id },
    });
    expect((await carl.ask("GET", "/api/voip/history")).body[0]).toMatchObject({
      id: started.callId,
      status: "COMPLETED",
      endReason: "person_removed",
      toName: "Ada",
    });
    expect(await ada.ask("GET", "/api/voip/me")).toMatchObject({
      status: 403,
      body: { code: "not_provisioned" },
    });
    expect(
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }),
    ).toMatchObject({ status: 404, body: { code: "callee_not_found" } });
  });

  it("keeps its last admin", async () => {
    expect(await globexAdmin.ask("DELETE", `/api/tenant/users/${globexAdmin.id}`)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await globexAdmin.ask("GET", "/api/voip/me")).toMatchObject({
      status: 200,
      body: { tenantName: "Globex", role: "ADMIN" },
    });
  });

  it("can be made by a stranger where sign-up is open", async () => {
    const request = {
      email: `${randomUUID()}@new.test`,
      password: "long enough",
      firstName: "Nia",
      lastName: "New",
      tenantName: "Newcomers",
    };
    const reply = await ask(server.url, null, "POST", "/api/auth/signup", request);
    expect(reply).toMatchObject({
      status: 201,
      body: { supabaseUserId: expect.any(String), tenantId: expect.any(String) },
    });
    expect(await server.deps.accountStore.find(reply.body.supabaseUserId)).toMatchObject({
      tenantName: "Newcomers",
      role: "ADMIN",
    });
    expect(
      await ask(server.url, null, "POST", "/api/auth/signup", { ...request, password: "short" }),
    ).toMatchObject({ status: 400 });
  });
});
