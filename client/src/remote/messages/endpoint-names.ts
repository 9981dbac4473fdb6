import { endPresence, endpoints, putPresence, type Endpoint } from "@synapse-voice/contract";
import * as v from "valibot";
import { PathPart } from "./commands.ts";

/** Returns the name of an endpoint at the port. The slim twin of an endpoint has the same name. */
export const endpointName = ({ method, path }: Pick<Endpoint, "method" | "path">): string =>
  `${method} ${path}`;

/** Requests that only the process with the session sends. */
const withheld = new Set([putPresence, endPresence].map(endpointName));

const byName = new Map(
  endpoints
    .map((endpoint) => [endpointName(endpoint), endpoint] as const)
    .filter(([name]) => !withheld.has(name)),
);

/** Returns the endpoint of the contract that pages may use by this name. */
export const endpointNamed = (name: string): Endpoint | undefined => byName.get(name);

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

/** Returns whether the options are what the endpoint takes, as the server will check them again. */
export function fitsEndpoint(
  { path, body, query }: Endpoint,
  options: RequestMessageOptions,
): boolean {
  const names = [...path.matchAll(/:(\w+)/gu)].map(([, name]) => name);
  const given = Object.keys(options.params ?? {});
  const asked = Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined);
  return (
    given.length === names.length &&
    given.every((name) => names.includes(name)) &&
    (body ? v.is(body, options.body) : options.body === undefined) &&
    (query ? v.is(query, Object.fromEntries(asked)) : asked.length === 0)
  );
}
