import type { BodyOf, Endpoint, QueryOf, ReplyOf } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Person } from "../../identity/person.ts";

/** Names of the parameters in a path: `"/calls/:callId/accept"` → `"callId"`. */
type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** A request that is authenticated, authorised and parsed. */
export interface ApiRequest<E extends Endpoint = Endpoint> {
  readonly params: Readonly<Record<ParamNames<E["path"]>, string>>;
  readonly body: BodyOf<E>;
  readonly query: QueryOf<E>;
  /** The person who sent it; null for public endpoints. */
  readonly person: E["who"] extends "public" ? null : Person;
  /** The header `Synapse-Device`, else the session id of the token, else `default`. */
  readonly deviceId: string;
  /** The header `Idempotency-Key`. */
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** The address that the request came from. */
  readonly address: string;
  /** The server's address, as the client wrote it: scheme and host. */
  readonly serverUrl: string;
  /** Fires when the client goes away. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** An endpoint with its handler. */
export interface Route {
  readonly endpoint: Endpoint;
  /** True for probes of load balancers: no rate limit applies to them. */
  readonly isUnlimited?: boolean;
  /** Most bytes of the body. `defaultBodyBytes` if it is left out. */
  readonly maxBodyBytes?: number;
  handle(request: unknown): Promise<unknown>;
}

/**
 * Binds an endpoint of the contract to its handler. The types of params, query, body and reply
 * follow from the endpoint.
 */
export function route<E extends Endpoint>(
  endpoint: E,
  handler: (request: ApiRequest<E>) => Promise<ReplyOf<E>>,
): Route {
  // `bindRoute` parses requests by the endpoint that is stored beside the handler.
  return { endpoint, handle: (request) => handler(request as ApiRequest<E>) };
}
