import type { CallAddress } from "../calls/store/call-store.ts";

/** One of LiveKit's webhooks about a participant. */
export interface Delivery {
  /** LiveKit's id of the event. An event that is delivered again keeps its id. */
  readonly id: string;
  readonly event: string;
  readonly roomName: string;
  readonly identity: string;
  /** The id of the participant's session. */
  readonly sessionId: string;
  /** True if the client itself left the room, which it also does to reconnect from scratch. */
  readonly leftIntentionally: boolean;
}

/** Webhooks, stored until they are processed. */
export interface WebhookStore {
  /** Stores a delivery. Returns false if it was stored before. */
  record(delivery: Delivery, now: number): Promise<boolean>;
  /** Lists unprocessed deliveries that were received until `before`, oldest first. */
  listUnprocessed(before: number, limit: number): Promise<Delivery[]>;
  markProcessed(id: string, now: number): Promise<void>;
  /** Counts a failed attempt. A delivery that failed {@link maxAttempts} times is not listed. */
  countFailure(id: string): Promise<void>;
  /** Finds the call of a room. Returns null if the room is not ours. */
  callOfRoom(roomName: string): Promise<CallAddress | null>;
}

export const maxAttempts = 10;
