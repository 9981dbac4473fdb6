import { startMigratedDatabase, type MigratedDatabase } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepareOutage, type Outage } from "../testing/postgres-outage.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("a database that goes and comes back", () => {
  let server: TestServer;
  let db: MigratedDatabase;
  let outage: Outage;
  let carl: TestClient;
  let ada: TestClient;

  beforeAll(async () => {
    db = await startMigratedDatabase({ share: false });
    outage = await prepareOutage(db);
    server = await startTestServer({ db });
    carl = await server.person({ firstName: "Carl", role: null });
    ada = await server.person({ firstName: "Ada", role: "AGENT" });
  });
  afterAll(async () => {
    await server?.close();
    await db?.close();
    await outage?.close();
  });

  const live = () => ada.ask("GET", "/api/voip/calls/live");

  it("costs a 503 while it is away, no committed call, and no restart", async () => {
    const { callId } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    const { cursor } = (await live()).body;
    const poll = ada.ask("GET", `/api/voip/calls/live?wait=25&since=${cursor}`);
    await expect.poll(server.deps.openPolls).toBe(1);

    await outage.begin();
    expect(await live()).toMatchObject({ status: 503, body: { code: "database_unavailable" } });
    expect(await carl.ask("POST", "/api/voip/start-call", {})).toMatchObject({
      status: 503,
      body: { code: "database_unavailable" },
    });
    expect(await carl.ask("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { code: "database_unavailable" },
    });
    expect((await carl.ask("GET", "/healthz")).status).toBe(200);
    await server.app.sweeper.sweep();
    server.clock.advance(1_000); // The listening connection tries again, and wakes the poll.
    expect((await poll).status).toBe(503);

    await outage.end();
    await expect.poll(async () => (await live()).status, { timeout: 15_000 }).toBe(200);
    expect((await live()).body.calls).toMatchObject([{ id: callId, status: "RINGING" }]);
    expect((await ada.ask("POST", `/api/voip/calls/${callId}/accept`)).status).toBe(200);
  });
});
