import type { BodyOf, Endpoint, QueryOf, ReplyOf } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Person } from "../../identity/person.ts";

/** Names of the parameters in a path: `"/calls/:callId/accept"` → `"callId"`. */
type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** A request after its border: signed in, allowed, parsed. */
export interface ApiRequest<E extends Endpoint = Endpoint> {
  readonly params: Readonly<Record<ParamNames<E["path"]>, string>>;
  readonly body: BodyOf<E>;
  readonly query: QueryOf<E>;
  /** Who asks; null for public endpoints. */
  readonly person: E["who"] extends "public" ? null : Person;
  /** Header `Synapse-Device`, else the session of the token, else `default`. */
  readonly deviceId: string;
  /** Header `Idempotency-Key`. */
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** An endpoint with what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  handle(request: unknown): Promise<unknown>;
}

/**
 * Binds an endpoint of the contract to its handler; the types of params, query, body and reply
 * follow from the endpoint.
 */
export function route<E extends Endpoint>(
  endpoint: E,
  handler: (request: ApiRequest<E>) => Promise<ReplyOf<E>>,
): Route {
  // The border (bind-route) builds requests by the very endpoint that is stored beside the handler.
  return { endpoint, handle: (request) => handler(request as ApiRequest<E>) };
}
