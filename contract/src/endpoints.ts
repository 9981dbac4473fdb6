import * as callbacks from "./callback-endpoints.ts";
import * as calls from "./call-endpoints.ts";
import * as echo from "./echo-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import * as notes from "./note-endpoints.ts";
import * as people from "./people-endpoints.ts";
import * as recordings from "./recording/recording-endpoints.ts";
import * as queue from "./queue-endpoints.ts";

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === "object" && value !== null && "method" in value && "path" in value;

/**
 * Every endpoint of the API, for what is made from all of them: the OpenAPI document and the matrix
 * tests. Clients import single ones.
 */
export const endpoints: readonly Endpoint[] = [
  ...Object.values<unknown>(calls),
  ...Object.values<unknown>(callbacks),
  ...Object.values<unknown>(echo),
  ...Object.values<unknown>(notes),
  ...Object.values<unknown>(people),
  ...Object.values<unknown>(queue),
  ...Object.values<unknown>(recordings),
].filter(isEndpoint);
