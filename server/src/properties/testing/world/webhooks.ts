import { createHash, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { testSettings, type TestReply } from "../../../testing/server-for-tests.ts";

/** A webhook of the media server that was not delivered yet. */
export interface PendingWebhook {
  readonly id: string;
  readonly event: "participant_joined" | "participant_left" | "participant_connection_aborted";
  readonly roomName: string;
  readonly identity: string;
  readonly sid: string;
  readonly leftIntentionally: boolean;
}

export const newWebhook = (details: Omit<PendingWebhook, "id">): PendingWebhook => ({
  id: `EV_${randomUUID()}`,
  ...details,
});

/** Sends a webhook to a server, signed as LiveKit signs it. */
export async function deliverWebhook(url: string, webhook: PendingWebhook): Promise<TestReply> {
  const body = JSON.stringify({
    event: webhook.event,
    id: webhook.id,
    createdAt: "1",
    numDropped: 0,
    room: { name: webhook.roomName, sid: "RM_1" },
    participant: {
      identity: webhook.identity,
      sid: webhook.sid,
      disconnectReason: webhook.leftIntentionally ? "CLIENT_INITIATED" : "CONNECTION_TIMEOUT",
    },
  });
  const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = testSettings;
  const signed = await new SignJWT({
    sha256: createHash("sha256").update(body).digest("base64"),
  })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(LIVEKIT_API_KEY)
    .setNotBefore("0s")
    .setExpirationTime("5m")
    .sign(new TextEncoder().encode(LIVEKIT_API_SECRET));
  const response = await fetch(`${url}/api/webhooks/livekit`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/webhook+json", Authorization: signed },
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
