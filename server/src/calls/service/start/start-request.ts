import type { Person } from "../../../identity/person.ts";

/** A request to start a call. */
export interface StartRequest {
  readonly person: Person;
  readonly deviceId: string;
  /** Null: whichever agent answers. */
  readonly calleeId: string | null;
  /** Used only if the caller's record holds no name. */
  readonly callerName: string | null;
  readonly idempotencyKey: string | null;
}

/** The text under which a start is recorded with its idempotency key. */
export const commandText = ({ calleeId }: StartRequest): string =>
  `start-call ${calleeId ?? "agents"}`;
