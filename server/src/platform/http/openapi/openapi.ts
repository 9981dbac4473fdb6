import {
  errorCodes,
  inviteAgent,
  inviteCustomer,
  Problem,
  requestCallback,
  signUp,
  startCall,
  type Endpoint,
} from "@synapse-voice/contract";
import { jsonSchemaOf } from "./json-schema.ts";

/** Makes the OpenAPI 3.1 document of these endpoints. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/gu, "{$1}");
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: operation(endpoint, endpoints),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Synapse Voice",
      version,
      description: "Calls between a company's agents and its customers.",
    },
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A Supabase access token",
        },
      },
      headers: {
        RequestId: {
          description: "Id of the request, as in the server's log",
          required: true,
          schema: { type: "string", format: "uuid" },
        },
        RetryAfter: { description: "Seconds to wait", schema: { type: "integer", minimum: 1 } },
      },
      schemas: { Problem: jsonSchemaOf(Problem, "output") },
      responses: Object.fromEntries(
        [...statuses, "default" as const].map((status) => [
          nameOf(status),
          problemResponse(status),
        ]),
      ),
    },
  };
}

function operation(endpoint: Endpoint, endpoints: readonly Endpoint[]): object {
  const isPublic = endpoint.who === "public";
  const links = linksFrom(endpoint, endpoints);
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    ...(isPublic
      ? { security: [] }
      : {
          security: [{ accessToken: [] }],
          description: `For ${endpoint.who.toString().replaceAll(",", ", ")}.`,
        }),
    parameters: [
      ...pathParameters(endpoint),
      ...queryParameters(endpoint),
      ...(isPublic ? [] : headers),
    ],
    ...requestBody(endpoint),
    responses: {
      [endpoint.status]: {
        description: "Done",
        headers: { "X-Request-Id": ref("headers", "RequestId") },
        content: contentOf(endpoint),
        ...(links ? { links } : {}),
      },
      ...(endpoint.mediaType === undefined
        ? {}
        : { 206: { description: "The part that `Range` asks for", content: contentOf(endpoint) } }),
      ...Object.fromEntries(
        [...statusesOf(endpoint), "default" as const].map((status) => [
          status,
          ref("responses", nameOf(status)),
        ]),
      ),
    },
  };
}

/** The body of a success: JSON, or a file. */
const contentOf = ({ mediaType, reply }: Endpoint): object =>
  mediaType === undefined
    ? { "application/json": { schema: jsonSchemaOf(reply, "output") } }
    : { [mediaType]: { schema: { type: "string", format: "binary" } } };

const ref = (kind: string, name: string): object => ({ $ref: `#/components/${kind}/${name}` });

/** The statuses of all error codes, in order. */
const statuses: readonly number[] = [
  ...new Set(Object.values(errorCodes).map(({ status }) => status)),
].toSorted((a, b) => a - b);
const nameOf = (status: number | "default"): string =>
  `Problem${status === "default" ? "" : status}`;
const codesOf = (wanted: number | "default"): string[] =>
  Object.entries(errorCodes)
    .filter(([, { status }]) => status === wanted)
    .map(([code]) => code);

function problemResponse(status: number | "default"): object {
  const codes = codesOf(status);
  const schema =
    codes.length === 0 ? {} : { properties: { status: { const: status }, code: { enum: codes } } };
  return {
    description: codes.length === 0 ? "It did not work; the code says why" : codes.join(", "),
    headers: {
      "X-Request-Id": ref("headers", "RequestId"),
      ...(status === 429 ? { "Retry-After": ref("headers", "RetryAfter") } : {}),
    },
    content: {
      "application/problem+json": { schema: { allOf: [ref("schemas", "Problem"), schema] } },
    },
  };
}

/** These create accounts. The account service may refuse the password or the email (422). */
const accountPaths = new Set<string>([signUp.path, inviteAgent.path, inviteCustomer.path]);

/** Returns the statuses of errors that an endpoint may answer with. */
function statusesOf({ who, method, path, body, mediaType }: Endpoint): number[] {
  const secured = who !== "public";
  const never = new Set([
    405, // Another method is another operation.
    ...(secured ? [] : [401]),
    ...(method === "GET" ? [409, 413, 415] : []),
    ...(path.includes(":") || body ? [] : [404]),
    ...(method === "POST" && accountPaths.has(path) ? [] : [422]),
    // A file that anybody may ask for is guarded by its address.
    ...(secured || body !== undefined || mediaType !== undefined ? [] : [403]),
    ...(mediaType === undefined ? [416] : []),
    ...(path.includes("/recording") ? [] : [410]),
  ]);
  return statuses.filter((status) => !never.has(status));
}

function requestBody({ body }: Endpoint): object {
  if (!body) return {};
  const schema = jsonSchemaOf(body, "input");
  return {
    requestBody: {
      required: Array.isArray(schema.required) && schema.required.length > 0,
      content: { "application/json": { schema } },
    },
  };
}

const operationId = ({ method, path }: Endpoint): string =>
  [
    method.toLowerCase(),
    ...path.split(/\W+/u).filter((part) => part !== "" && part !== "api"),
  ].join("_");

const pathParameters = ({ path }: Endpoint): object[] =>
  [...path.matchAll(/:(\w+)/gu)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", minLength: 1 },
  }));

/** Replies that hold the values of path parameters, and their places in the reply. */
const parameterSources: readonly {
  readonly from: Endpoint;
  readonly param: string;
  readonly at: string;
}[] = [
  { from: startCall, param: "callId", at: "/callId" },
  { from: requestCallback, param: "callbackId", at: "/id" },
  { from: inviteAgent, param: "supabaseUserId", at: "/supabaseUserId" },
];

function linksFrom(endpoint: Endpoint, endpoints: readonly Endpoint[]): object | null {
  const source = parameterSources.find(({ from }) => from === endpoint);
  if (!source) return null;
  const targets = endpoints
    .filter(({ path }) => path.includes(`:${source.param}`))
    .map(operationId);
  return Object.fromEntries(
    targets.map((target) => [
      target,
      { operationId: target, parameters: { [source.param]: `$response.body#${source.at}` } },
    ]),
  );
}

function queryParameters({ query }: Endpoint): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(query, "input") as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

const headers = [
  {
    name: "Synapse-Device",
    in: "header",
    required: false,
    description: "Id of the device that asks",
    schema: { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" },
  },
  {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "Names a command, so that its repetition is known",
    schema: { type: "string", pattern: "^[!-~]{1,200}$" },
  },
];
