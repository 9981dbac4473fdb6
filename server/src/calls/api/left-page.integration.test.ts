import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("a page that closes during a call", () => {
  let server: TestServer;
  let carl: TestClient;
  let ada: TestClient;
  let grace: TestClient;
  let callId: string;

  beforeAll(async () => {
    server = await startTestServer();
    ({ carl, ada, grace } = await newTenant(server));
    ({
      body: { callId },
    } = await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }));
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
  });
  afterAll(async () => server?.close());

  const leavePage = (by: TestClient) => by.ask("POST", `/api/voip/calls/${callId}/left-page`);

  it("is an event for the other side, and the call goes on", async () => {
    const { cursor } = (await ada.ask("GET", "/api/voip/calls/live")).body;
    const poll = ada.ask("GET", `/api/voip/calls/live?wait=10&since=${cursor}`);
    const { status, body } = await leavePage(carl);
    expect([status, body.call.status]).toEqual([200, "IN_PROGRESS"]);
    expect(body.call).not.toHaveProperty("peerLeftPageAt");
    const [call] = (await poll).body.calls;
    expect(call).toMatchObject({ status: "IN_PROGRESS", endReason: null });
    expect(Math.abs(Date.parse(call.peerLeftPageAt) - Date.parse(body.serverTime))).toBeLessThan(
      2_000,
    );
    expect((await ada.ask("GET", "/api/voip/calls/live")).body.calls[0].peerLeftPageAt).toBe(
      call.peerLeftPageAt,
    );
  });

  it("changes nothing a second time, and nothing for somebody else", async () => {
    const version = async () => (await leavePage(carl)).body.call.version;
    expect(await version()).toBe(await version());
    expect((await leavePage(grace)).body.code).toBe("call_not_found");
  });
});
