import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("the settings of recordings, over HTTP", () => {
  let server: TestServer;
  let alex: TestClient;
  let globexAdmin: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    const globex = await addTenant(server.db.database, "Globex");
    alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    globexAdmin = await server.person({ firstName: "Gwen", role: "ADMIN", tenantId: globex });
  });
  afterAll(() => server?.close());

  it("changes recordings key by key, and they are off until then", async () => {
    const change = async (recording: object) =>
      (await globexAdmin.ask("PATCH", "/api/tenant/settings", { recording })).body.recording;
    const { recording } = (await globexAdmin.ask("GET", "/api/tenant/settings")).body;
    expect(recording.modes).toEqual({ inbound: "off", outbound: "off", internal: "off" });
    expect(await change({ modes: { inbound: "ask" } })).toEqual({
      ...recording,
      modes: { ...recording.modes, inbound: "ask" },
    });
    expect(await change({ modes: { internal: "notice" }, autoResume: true })).toEqual({
      ...recording,
      modes: { ...recording.modes, inbound: "ask", internal: "notice" },
      autoResume: true,
    });
    expect(await change({ listeners: { customers: "own" } })).toMatchObject({
      modes: { inbound: "ask", internal: "notice" },
      autoResume: true,
      listeners: { agents: "own", customers: "own" },
    });
    expect((await alex.ask("GET", "/api/tenant/settings")).body.recording).toEqual(recording);
  });
});
