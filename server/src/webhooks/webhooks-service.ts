import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { MediaUnavailable, parseIdentity } from "@synapse-voice/platform/media-server";
import type { Actor } from "../calls/domain/inputs.ts";
import type { CallAddress } from "../calls/store/call-store.ts";
import type { CallsService } from "../calls/service/execute.ts";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import { messageOf } from "@synapse-voice/platform/errors";
import type { Delivery, WebhookStore } from "./webhook-store.ts";

/** Turns LiveKit's webhooks into commands on calls. They never change a status directly. */
export interface WebhooksService {
  /** Stores a delivery. Returns true if it is new and should be processed. */
  receive(delivery: Delivery): Promise<boolean>;
  /** Processes a delivery. Never fails: {@link WebhooksService.catchUp} repeats it. */
  process(delivery: Delivery): Promise<void>;
  /**
   * Checks a room because a device has begun to send a track. Never fails, and is not repeated: the
   * regular check of rooms does the same.
   */
  checkTracks(roomName: string): Promise<void>;
  /** Processes deliveries that were not processed because of a crash or an outage. */
  catchUp(): Promise<void>;
}

/** Events about the parties of a call. All others are ignored. */
export const relevantEvents: ReadonlySet<string> = new Set([
  "participant_joined",
  "participant_left",
  "participant_connection_aborted",
]);

/** A delivery that is younger is still being processed by the server that received it. */
const minAgeMs = 5_000;
const batchSize = 100;

export interface WebhooksServiceDeps {
  readonly store: WebhookStore;
  readonly calls: Pick<CallsService, "execute">;
  readonly mediaCheck: MediaCheck;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createWebhooksService(deps: WebhooksServiceDeps): WebhooksService {
  const { store, clock, log } = deps;
  async function process(delivery: Delivery): Promise<void> {
    try {
      const party = parseIdentity(delivery.identity);
      const address = party && (await store.callOfRoom(delivery.roomName));
      if (party && address) {
        const apply = delivery.event === "participant_joined" ? applyJoin : applyLeave;
        await apply(deps, address, party, delivery);
      }
      await store.markProcessed(delivery.id, clock.now());
    } catch (error) {
      log.warn(
        { event: delivery.event, cause: messageOf(error) },
        "a webhook could not be processed yet",
      );
      await store.countFailure(delivery.id).catch(() => undefined);
    }
  }
  return {
    receive: (delivery) => store.record(delivery, clock.now()),
    process,
    async checkTracks(roomName) {
      try {
        const address = await store.callOfRoom(roomName);
        if (address) await deps.mediaCheck(address);
      } catch (error) {
        log.warn(
          { roomName, cause: messageOf(error) },
          "the tracks of a room could not be checked",
        );
      }
    },
    async catchUp() {
      for (const delivery of await store.listUnprocessed(clock.now() - minAgeMs, batchSize))
        await process(delivery);
    },
  };
}

/**
 * Checks the room, because the webhook may be late and the session over. If the room can't be
 * checked, the webhook is taken as it is.
 */
async function applyJoin(
  { calls, mediaCheck }: WebhooksServiceDeps,
  address: CallAddress,
  party: Actor,
  { sessionId }: Delivery,
): Promise<void> {
  try {
    await mediaCheck(address);
  } catch (error) {
    if (!(error instanceof MediaUnavailable)) throw error;
    await calls.execute(address, { type: "party_returned", party, sessionId, listed: false });
  }
}

/** A late webhook is still true, because a session that ended stays ended. */
async function applyLeave(
  { calls }: WebhooksServiceDeps,
  address: CallAddress,
  party: Actor,
  { sessionId, leftIntentionally }: Delivery,
): Promise<void> {
  await calls.execute(address, { type: "party_left", party, sessionId, leftIntentionally });
}
