import type * as v from "valibot";

/** Role of a person who may use an endpoint: one of a CRM user, or customer. */
export type Caller = "ADMIN" | "SUPERVISOR" | "AGENT" | "CUSTOMER";

type Schema = v.GenericSchema<unknown, unknown>;

/**
 * One endpoint of the API. Server routes, the client's requests and the OpenAPI document are made
 * from it. A parameter in `path` is written as `:name`. Without a `body` or `query` schema, the
 * server accepts none.
 */
export interface Endpoint<
  Body extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Reply extends Schema = Schema,
> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: `/${string}`;
  readonly summary: string;
  /** The roles that may use it. `public` needs no token. */
  readonly who: readonly Caller[] | "public";
  readonly body?: Body;
  readonly query?: Query;
  /** Status of success. */
  readonly status: 200 | 201;
  readonly reply: Reply;
  /** Media type of the reply of a success, if it is not JSON. Then the reply has no schema. */
  readonly mediaType?: string;
}

/** Type of the parsed body, as the server sees it. */
export type BodyOf<E extends Endpoint> = E extends { readonly body: infer B extends Schema }
  ? v.InferOutput<B>
  : undefined;
/** Type of the body that a client sends. */
export type BodyIn<E extends Endpoint> = E extends { readonly body: infer B extends Schema }
  ? v.InferInput<B>
  : undefined;
/** Type of the parsed query. */
export type QueryOf<E extends Endpoint> = E extends { readonly query: infer Q extends Schema }
  ? v.InferOutput<Q>
  : undefined;
/** Type of the reply of a success. */
export type ReplyOf<E extends Endpoint> = v.InferOutput<E["reply"]>;

/** Roles of all agents, for `who` of an endpoint. */
export const agents = ["ADMIN", "SUPERVISOR", "AGENT"] as const;
/** All roles: agents and customers. */
export const everyone = ["ADMIN", "SUPERVISOR", "AGENT", "CUSTOMER"] as const;
/** The role of customers alone. */
export const customers = ["CUSTOMER"] as const;
/** The role of admins alone. */
export const admins = ["ADMIN"] as const;
