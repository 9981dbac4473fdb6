import type * as v from "valibot";
import type { Endpoint, ReplyOf } from "../endpoint.ts";

/**
 * An endpoint without what a request does not need: the schemas by which the server checks it, the
 * summary, who may use it, and the legs of calls in replies. For clients that count bytes: a
 * bundler drops unused exports, but no unused properties. Its type stays the endpoint's, so that
 * requests are still type-checked.
 */
/* @__NO_SIDE_EFFECTS__ */
export const slim = <E extends Endpoint>(
  endpoint: Omit<E, "body" | "query" | "summary" | "status" | "who" | "reply"> & {
    readonly reply: v.GenericSchema<unknown, ReplyOf<E>>;
  },
): E => endpoint as unknown as E;
