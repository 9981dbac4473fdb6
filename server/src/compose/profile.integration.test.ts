import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/server-for-tests.ts";

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
