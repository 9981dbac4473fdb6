import express, { type RequestHandler } from "express";
import { WebhookReceiver, type WebhookEvent } from "livekit-server-sdk";
import { RefusalError } from "@synapse-voice/platform/errors";
import { isEchoRoom, isRecorder } from "@synapse-voice/platform/media-server";
import { contextOf } from "../platform/http/request-context.ts";
import type { Delivery } from "./webhook-store.ts";
import { relevantEvents, type WebhooksService } from "./webhooks-service.ts";

export const webhookPath = "/api/webhooks/livekit";

const mediaType = "application/webhook+json";
/**
 * LiveKit's DisconnectReason CLIENT_INITIATED: the client itself left the room, for good or to
 * reconnect from scratch. So it is no hang-up.
 */
const clientInitiated = 1;

/**
 * Makes the handlers of LiveKit's webhooks. A webhook is verified over the bytes of its body,
 * answered once it is stored, and processed after that.
 */
export function livekitWebhook(
  service: WebhooksService,
  apiKey: string,
  apiSecret: string,
): RequestHandler[] {
  const receiver = new WebhookReceiver(apiKey, apiSecret);
  const receive: RequestHandler = async (request, response) => {
    if (!Buffer.isBuffer(request.body))
      throw new RefusalError(request.is(mediaType) ? "invalid_request" : "unsupported_media_type");
    const event = await verify(receiver, request.body, request.get("Authorization"));
    // An echo test is no call. Its rooms end by their own time.
    if (event.room && isEchoRoom(event.room.name)) return void response.status(200).json({});
    const delivery = toDelivery(event);
    const isNew = delivery !== null && (await service.receive(delivery));
    response.status(200).json({});
    contextOf(response).log.debug({ event: event.event, isNew }, "webhook");
    if (isNew) await service.process(delivery);
    if (event.event === "track_published" && event.room) await service.checkTracks(event.room.name);
  };
  return [express.raw({ type: mediaType, limit: "256kb" }), receive];
}

async function verify(
  receiver: WebhookReceiver,
  body: Buffer,
  authorization: string | undefined,
): Promise<WebhookEvent> {
  const text = body.toString("utf8");
  // The receiver hashes the text. Bytes that are not UTF-8 would differ from what was signed.
  if (!Buffer.from(text, "utf8").equals(body)) throw new RefusalError("webhook_unverified");
  try {
    return await receiver.receive(text, authorization);
  } catch (error) {
    throw new RefusalError("webhook_unverified", {}, error);
  }
}

function toDelivery({ id, event, room, participant }: WebhookEvent): Delivery | null {
  if (
    !relevantEvents.has(event) ||
    !id ||
    !room?.name ||
    !participant?.identity ||
    isRecorder(participant.identity) ||
    !participant.sid
  )
    return null;
  return {
    id,
    event,
    roomName: room.name,
    identity: participant.identity,
    sessionId: participant.sid,
    leftIntentionally: Number(participant.disconnectReason) === clientInitiated,
  };
}
