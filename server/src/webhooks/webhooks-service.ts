import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { MediaUnavailable, parseIdentity } from "@synapse-voice/platform/media-server";
import type { Actor } from "../calls/domain/inputs.ts";
import type { CallAddress } from "../calls/store/call-store.ts";
import type { CallsService } from "../calls/service/execute.ts";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import { messageOf } from "@synapse-voice/platform/errors";
import type { Delivery, WebhookStore } from "./webhook-store.ts";

/** Turns what LiveKit tells into commands on calls; never into a status. */
export interface WebhooksService {
  /** Keeps a delivery. True where it is new and should be processed. */
  receive(delivery: Delivery): Promise<boolean>;
  /** Never fails: what went wrong is tried again by {@link WebhooksService.catchUp}. */
  process(delivery: Delivery): Promise<void>;
  /** Processes what was received but, a crash or an outage in between, never processed. */
  catchUp(): Promise<void>;
}

/** The events that say something about a call's parties. */
export const relevantEvents: ReadonlySet<string> = new Set([
  "participant_joined",
  "participant_left",
  "participant_connection_aborted",
]);

/** A delivery that is younger is being processed by whoever received it, ms. */
const inWork = 5_000;

export interface WebhooksServiceParts {
  readonly store: WebhookStore;
  readonly calls: Pick<CallsService, "execute">;
  readonly mediaCheck: MediaCheck;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createWebhooksService(parts: WebhooksServiceParts): WebhooksService {
  const { store, clock, log } = parts;
  async function process(delivery: Delivery): Promise<void> {
    try {
      const party = parseIdentity(delivery.identity);
      const address = party && (await store.callOfRoom(delivery.roomName));
      if (party && address)
        await (delivery.event === "participant_joined" ? joined : left)(
          parts,
          address,
          party,
          delivery,
        );
      await store.processed(delivery.id, clock.now());
    } catch (error) {
      log.warn(
        { event: delivery.event, cause: messageOf(error) },
        "a webhook could not be processed yet",
      );
      await store.failed(delivery.id).catch(() => undefined);
    }
  }
  return {
    receive: (delivery) => store.record(delivery, clock.now()),
    process,
    async catchUp() {
      for (const delivery of await store.unprocessed(clock.now() - inWork, 100))
        await process(delivery);
    },
  };
}

/**
 * A reason to look into the room: the news may be old, and that session over since. Where nobody
 * can look, it is believed.
 */
async function joined(
  { calls, mediaCheck }: WebhooksServiceParts,
  address: CallAddress,
  party: Actor,
  { sid }: Delivery,
): Promise<void> {
  try {
    await mediaCheck(address);
  } catch (error) {
    if (!(error instanceof MediaUnavailable)) throw error;
    await calls.execute(address, {
      type: "party_returned",
      party,
      sessionId: sid,
      listed: false,
    });
  }
}

/** True whenever it comes: a session that is over stays so. Alone it tells who said goodbye. */
async function left(
  { calls }: WebhooksServiceParts,
  address: CallAddress,
  party: Actor,
  { sid, saidGoodbye }: Delivery,
): Promise<void> {
  await calls.execute(address, {
    type: "party_left",
    party,
    sessionId: sid,
    leftIntentionally: saidGoodbye,
  });
}
