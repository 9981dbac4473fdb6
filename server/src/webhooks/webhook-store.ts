import type { CallAddress } from "../calls/store/call-store.ts";

/** What LiveKit told of one participant. */
export interface Delivery {
  /** LiveKit's id of the event: the same event delivered again has the same. */
  readonly id: string;
  readonly event: string;
  readonly roomName: string;
  readonly identity: string;
  /** Id of the participant's session. */
  readonly sid: string;
  /** True where the participant left by their own will. */
  readonly saidGoodbye: boolean;
}

/** Webhooks, kept from their receipt to their effect. */
export interface WebhookStore {
  /** False where this delivery was received before. */
  record(delivery: Delivery, now: number): Promise<boolean>;
  /** The oldest deliveries, received before `before`, that had no effect yet. */
  unprocessed(before: number, limit: number): Promise<Delivery[]>;
  processed(id: string, now: number): Promise<void>;
  /** Counts a failed attempt; a delivery that failed often is left alone. */
  failed(id: string): Promise<void>;
  /** The call of a room; null where the room is none of ours. */
  callOfRoom(roomName: string): Promise<CallAddress | null>;
}
