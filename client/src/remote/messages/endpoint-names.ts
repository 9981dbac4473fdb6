import type { Endpoint } from "@synapse-voice/contract";
import * as v from "valibot";
import { PathPart } from "./commands.ts";

/** Returns the name of an endpoint at the port. The slim twin of an endpoint has the same name. */
export const endpointName = ({ method, path }: Pick<Endpoint, "method" | "path">): string =>
  `${method} ${path}`;

/** Options of a request as they cross the port. An abort is a message of its own. */
export const RequestMessageOptions = v.strictObject({
  params: v.optional(v.record(v.string(), PathPart)),
  body: v.optional(v.unknown()),
  query: v.optional(
    v.record(v.string(), v.optional(v.union([v.string(), v.number(), v.boolean()]))),
  ),
  key: v.optional(v.pipe(v.string(), v.maxLength(200))),
  timeoutMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
  keepalive: v.optional(v.boolean()),
});
export type RequestMessageOptions = v.InferOutput<typeof RequestMessageOptions>;
