import type { Logger } from "pino";
import type { Clock } from "../adapters/clock.ts";
import { parseIdentity } from "../adapters/media-server.ts";
import type { Command } from "../calls/call.ts";
import type { CallsService } from "../calls/calls-service.ts";
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
export const relevantEvents: ReadonlySet<string> = new Set(["participant_joined", "participant_left", "participant_connection_aborted"]);

/** A delivery that is younger is being processed by whoever received it, ms. */
const inWork = 5_000;

export interface WebhooksServiceParts {
  readonly store: WebhookStore;
  readonly calls: Pick<CallsService, "carryOut">;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createWebhooksService({ store, calls, clock, log }: WebhooksServiceParts): WebhooksService {
  async function process(delivery: Delivery): Promise<void> {
    try {
      const command = toCommand(delivery);
      const address = command && (await store.callOfRoom(delivery.roomName));
      if (command && address) await calls.carryOut(address, command);
      await store.processed(delivery.id, clock.now());
    } catch (error) {
      log.warn({ event: delivery.event, cause: error instanceof Error ? error.message : String(error) }, "a webhook could not be processed yet");
      await store.failed(delivery.id).catch(() => undefined);
    }
  }
  return {
    receive: (delivery) => store.record(delivery, clock.now()),
    process,
    async catchUp() {
      for (const delivery of await store.unprocessed(clock.now() - inWork, 100)) await process(delivery);
    },
  };
}

function toCommand({ event, identity, sid, saidGoodbye }: Delivery): Command | null {
  const party = parseIdentity(identity);
  if (!party) return null;
  return event === "participant_joined" ? { type: "party_returned", party, sid, listed: false } : { type: "party_left", party, sid, saidGoodbye };
}
