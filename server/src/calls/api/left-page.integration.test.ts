import { AccessToken } from "livekit-server-sdk";
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  testSettings,
  type TestClient,
  type TestServer,
} from "../../testing/server-for-tests.ts";
import { webhookPath } from "../../webhooks/livekit-webhook.ts";

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

  it("is back, for the other side, as soon as it is in the room again, with a microphone or not", async () => {
    const { cursor, calls } = (await ada.ask("GET", "/api/voip/calls/live")).body;
    expect(calls).toMatchObject([{ peerAwaitedUntil: expect.any(String) }]);
    const poll = ada.ask("GET", `/api/voip/calls/live?wait=10&since=${cursor}`);
    const { mediaDeviceId } = (await carl.ask("GET", "/api/voip/calls/live")).body.calls[0];
    const { roomName } = calls[0];
    const sessionId = server.media.join(roomName, carl.id, mediaDeviceId);
    await sendJoined(server, roomName, { identity: `${carl.id}:${mediaDeviceId}`, sid: sessionId });
    const [call] = (await poll).body.calls;
    expect(call).toMatchObject({ peerAwaitedUntil: null });
    expect(call).not.toHaveProperty("peerLeftPageAt");
  });
});

/** Sends the webhook that a device joined, which LiveKit sends before the device sends any sound. */
async function sendJoined(
  { url }: TestServer,
  roomName: string,
  participant: { readonly identity: string; readonly sid: string },
): Promise<void> {
  const body = JSON.stringify({
    event: "participant_joined",
    id: randomUUID(),
    room: { name: roomName },
    participant,
  });
  const token = new AccessToken(testSettings.LIVEKIT_API_KEY, testSettings.LIVEKIT_API_SECRET);
  token.sha256 = createHash("sha256").update(body).digest("base64");
  const { status } = await fetch(`${url}${webhookPath}`, {
    method: "POST",
    headers: { Authorization: await token.toJwt(), "Content-Type": "application/webhook+json" },
    body,
  });
  expect(status).toBe(200);
}
