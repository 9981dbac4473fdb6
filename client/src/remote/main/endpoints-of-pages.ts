import { endPresence, endpoints, putPresence, type Endpoint } from "@synapse-voice/contract";
import * as v from "valibot";
import { endpointName, type RequestMessageOptions } from "../messages/endpoint-names.ts";

/** Requests that only the process with the session sends. */
const withheld = new Set([putPresence, endPresence].map(endpointName));

const byName = new Map(
  endpoints
    .map((endpoint) => [endpointName(endpoint), endpoint] as const)
    .filter(([name]) => !withheld.has(name)),
);

/** Returns the endpoint of the contract that pages may use by this name. */
export const endpointNamed = (name: string): Endpoint | undefined => byName.get(name);

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
