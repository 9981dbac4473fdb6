import type { Endpoint } from "@synapse-voice/contract";
import type { Request, RequestHandler, Response } from "express";
import * as v from "valibot";
import { addressKey } from "../rate-limits/address.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import { ApiError } from "./api-error.ts";
import type { Authenticate, SignedIn } from "./authenticate.ts";
import type { Person } from "../../identity/person.ts";
import { callerOf } from "../../identity/roles.ts";
import { FileReply, sendFile } from "./files/file-reply.ts";
import { contextOf } from "./request-context.ts";
import type { ApiRequest, Route } from "./route.ts";

const DeviceId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u));
const IdempotencyKey = v.pipe(v.string(), v.regex(/^[\x21-\x7E]{1,200}$/u));
const noFields = v.strictObject({});

/**
 * Makes an Express handler of a route. It authenticates the request, checks the role, parses the
 * input and applies the rate limits. Then it sends the handler's reply.
 */
export function bindRoute(
  { endpoint, handle, isUnlimited = false }: Route,
  authenticate: Authenticate,
  rateLimiter: RateLimiter,
): RequestHandler {
  return async (request, response) => {
    const address = addressKey(request.ip);
    if (endpoint.who === "public") {
      contextOf(response).isCounted = true;
      if (!isUnlimited) await rateLimiter.checkAddress(address);
    }
    const signedIn =
      endpoint.who === "public" ? null : await authenticate(endpoint, request, response);
    if (signedIn) refuseOtherRoles(endpoint, signedIn.person);
    const parsed = parseRequest(endpoint, signedIn, request, response);
    const reply = await rateLimiter.run(
      endpoint,
      {
        person: parsed.person,
        address,
        body: parsed.body,
        query: parsed.query,
        signal: parsed.signal,
        endsCall: signedIn?.endsCall,
      },
      () => handle(parsed),
    );
    if (response.destroyed || response.writableEnded) return;
    if (reply instanceof FileReply) return sendFile(reply, request, response);
    response.status(endpoint.status).json(reply);
  };
}

function refuseOtherRoles(endpoint: Endpoint, person: Person): void {
  if (endpoint.who !== "public" && !endpoint.who.includes(callerOf(person)))
    throw new ApiError("forbidden");
}

function parseRequest(
  endpoint: Endpoint,
  signedIn: SignedIn | null,
  request: Request,
  response: Response,
): ApiRequest {
  const context = contextOf(response);
  return {
    params: parseParams(request),
    query: parse(endpoint.query ?? noFields, request.query, "query"),
    body: parse(endpoint.body ?? noFields, bodyOf(request), "body"),
    person: signedIn?.person ?? null,
    deviceId: header(request, "Synapse-Device", DeviceId) ?? signedIn?.sessionId ?? "default",
    idempotencyKey: header(request, "Idempotency-Key", IdempotencyKey) ?? null,
    requestId: context.requestId,
    address: request.ip ?? "",
    serverUrl: `${request.protocol}://${request.get("Host") ?? ""}`,
    signal: context.signal,
    log: context.log,
  } as ApiRequest;
}

/**
 * Returns the body, or an empty object if there is none. A body of another media type would be
 * ignored by the JSON parser, so it is refused.
 */
function bodyOf(request: Request): unknown {
  const hasBody =
    request.headers["transfer-encoding"] !== undefined ||
    Number(request.headers["content-length"] ?? 0) > 0;
  if (hasBody && !request.is("application/json")) throw new ApiError("unsupported_media_type");
  return request.body ?? {};
}

function parseParams(request: Request): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) {
    // Our ids contain no control characters, and PostgreSQL accepts no NUL in a text.
    if (typeof value !== "string" || /\p{Cc}/u.test(value)) throw new ApiError("not_found");
    params[name] = value;
  }
  return params;
}

function parse(schema: v.GenericSchema, input: unknown, where: string): unknown {
  const result = v.safeParse(schema, input);
  if (!result.success)
    throw new ApiError("invalid_request", { detail: describe(result.issues, where) });
  if (invalidText.test(JSON.stringify(result.output) ?? ""))
    throw new ApiError("invalid_request", {
      detail: `${where}: holds a NUL character or half a character`,
    });
  return result.output;
}

/**
 * Matches a NUL or half of a surrogate pair, as `JSON.stringify` escapes them. PostgreSQL accepts
 * neither.
 */
const invalidText = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/u;

/** Names the invalid fields, never their values. */
function describe(issues: readonly v.BaseIssue<unknown>[], where: string): string {
  const fields = issues.map(
    (issue) => `${[where, v.getDotPath(issue)].filter(Boolean).join(".")}: ${problemIn(issue)}`,
  );
  return [...new Set(fields)].slice(0, 5).join("; ");
}

/** Returns what a check of ours says, which valibot's own texts don't: they contain the value. */
function problemIn({ type, expected, message, requirement }: v.BaseIssue<unknown>): string {
  if ((type === "check" || type === "regex") && !message.startsWith("Invalid ")) return message;
  if (type === "max_bytes") return `expected at most ${String(requirement)} bytes`;
  return `expected ${expected ?? "another value"}`;
}

function header(
  request: Request,
  name: string,
  schema: v.GenericSchema<string, string>,
): string | undefined {
  const value = request.get(name);
  if (value === undefined) return undefined;
  const result = v.safeParse(schema, value);
  if (!result.success)
    throw new ApiError("invalid_request", { detail: `header ${name} is malformed` });
  return result.output;
}
