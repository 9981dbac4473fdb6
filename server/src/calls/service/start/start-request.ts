import type { Person } from "../../../identity/person.ts";

/** A request to start a call. */
export interface StartRequest {
  readonly person: Person;
  readonly deviceId: string;
  /** Null for a call to the queue. */
  readonly calleeId: string | null;
  /** Used only if the caller's record has no name. */
  readonly callerName: string | null;
  readonly idempotencyKey: string | null;
}

/** Returns the text that is recorded for a start with an idempotency key. */
export const commandText = ({ calleeId }: StartRequest): string =>
  `start-call ${calleeId ?? "agents"}`;
