import { errorCodes, Problem, type Endpoint } from "@synapse-voice/contract";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

type JsonSchema = object;

/** The OpenAPI 3.1 document of these endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/gu, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Synapse Voice", version, description: "Calls between a company's agents and its customers." },
    paths,
    components: {
      securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A Supabase access token" } },
      schemas: { Problem: { ...schemaOf(Problem, "output"), description: `One of the codes ${Object.keys(errorCodes).join(", ")}.` } },
    },
  };
}

function operation(endpoint: Endpoint): object {
  const isPublic = endpoint.who === "public";
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    ...(isPublic ? { security: [] } : { security: [{ accessToken: [] }], description: `For ${endpoint.who.toString().replaceAll(",", ", ")}.` }),
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...(isPublic ? [] : headers)],
    ...(endpoint.body ? { requestBody: { content: { "application/json": { schema: schemaOf(endpoint.body, "input") } } } } : {}),
    responses: {
      [endpoint.status]: { description: "Done", content: { "application/json": { schema: schemaOf(endpoint.reply, "output") } } },
      default: { description: "It did not work; the code says why", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
  };
}

const operationId = ({ method, path }: Endpoint): string => [method.toLowerCase(), ...path.split(/\W+/u).filter((part) => part !== "" && part !== "api")].join("_");

const pathParameters = ({ path }: Endpoint): object[] =>
  [...path.matchAll(/:(\w+)/gu)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));

function queryParameters({ query }: Endpoint): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }));
}

const headers = [
  { name: "Synapse-Device", in: "header", required: false, description: "Id of the device that asks", schema: { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" } },
  { name: "Idempotency-Key", in: "header", required: false, description: "Names a command, so that its repetition is known", schema: { type: "string", maxLength: 200 } },
];

/** What JSON Schema can say of a schema; transformations are the server's own business. */
const schemaOf = (schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode, errorMode: "ignore", target: "draft-2020-12" });
  return rest;
};
