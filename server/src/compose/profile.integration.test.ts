import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addTenant } from "@synapse-voice/prisma/testing";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("a person's own profile, over HTTP", () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server?.close());

  it("says that live updates are ready, and where the customers' portal is", async () => {
    const alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    const carl = await server.person({ firstName: "Carl", role: null });
    const portalUrl = "https://portal.acme.example/help";
    expect((await alex.ask("GET", "/api/voip/me")).body).toMatchObject({
      liveUpdates: "ready",
      portalUrl: null,
    });
    expect((await carl.ask("GET", "/api/voip/me")).body).toMatchObject({ portalUrl: null });
    expect(await alex.ask("PATCH", "/api/tenant/settings", { portalUrl })).toMatchObject({
      status: 200,
      body: { portalUrl },
    });
    expect((await carl.ask("GET", "/api/voip/me")).body).toMatchObject({
      portalUrl,
      liveUpdates: null,
    });
    for (const wrong of ["javascript:alert(1)", "portal.example", "https:///", "https://a b"])
      expect((await alex.ask("PATCH", "/api/tenant/settings", { portalUrl: wrong })).status).toBe(
        400,
      );
  });

  it("says how agents find a customer in the CRM, and says so to nobody else", async () => {
    const alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    const ada = await server.person({ firstName: "Ada", role: "AGENT" });
    const carl = await server.person({ firstName: "Carl", role: null });
    const globex = await addTenant(server.db.database, "Globex");
    const gwen = await server.person({ firstName: "Gwen", role: "ADMIN", tenantId: globex });
    const crmUrl = "https://crm.acme.example/contacts/{id}?phone={phone}";
    const crmOf = async ({ ask }: TestClient) => (await ask("GET", "/api/voip/me")).body.crmUrl;
    expect(await crmOf(ada)).toBeNull();
    expect(await alex.ask("PATCH", "/api/tenant/settings", { crmUrl })).toMatchObject({
      status: 200,
      body: { crmUrl },
    });
    expect(await Promise.all([alex, ada, gwen, carl].map(crmOf))).toEqual([
      crmUrl,
      crmUrl,
      null,
      null,
    ]);
    await alex.ask("PATCH", "/api/tenant/settings", { crmUrl: null });
    expect(await crmOf(ada)).toBeNull();
  });

  it("says that live updates are not set up if the database lacks what they need", async () => {
    const owner = new Client({ connectionString: server.db.server.superuserUrl });
    await owner.connect();
    await owner.query("DROP POLICY synapse_voice_own_call_events ON realtime.messages");
    await owner.end();
    const ada = await server.person({ firstName: "Ada", role: "AGENT" });
    expect((await ada.ask("GET", "/api/voip/me")).body).toMatchObject({
      liveUpdates: "not_set_up",
    });
  });
});
