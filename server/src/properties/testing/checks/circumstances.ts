import type { TestReply } from "../../../testing/server-for-tests.ts";
import type { Request } from "../steps/to-request.ts";
import type { CallRow, Observation } from "../world/observation.ts";

/** A request and its reply. There is no reply if the server died while handling it. */
export interface Exchange {
  readonly request: Request;
  readonly reply: TestReply | null;
  /** Since when the server that was asked could receive renewals without a break. */
  readonly steadySince: number;
}

/** The circumstances of some requests. */
export interface Circumstances {
  readonly before: Observation;
  readonly after: Observation;
  /** Nothing else happened meanwhile, so the reply must say what the database holds. */
  readonly alone: boolean;
  readonly mediaUp: boolean;
  /** All requests at that time. */
  readonly exchanges: readonly Exchange[];
}

export const rowOf = (seen: Observation, id: string | undefined): CallRow | undefined =>
  seen.calls.find((call) => call.id === id);

/** Returns true if a person asked to move a call to a device of theirs (`deviceId`: to this one). */
export const asksToMove = (
  exchanges: readonly Exchange[],
  callId: string,
  userId: string,
  deviceId?: string,
): boolean =>
  exchanges.some(
    ({ request: { kind, who, device, ...request } }) =>
      kind === "continue" &&
      request.callId === callId &&
      who.id === userId &&
      (deviceId === undefined || device === deviceId),
  );
