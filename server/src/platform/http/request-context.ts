import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { currentRequest } from "@synapse-voice/platform/log";

/** What every request carries from its first moment on. */
export interface RequestContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

const key = "context";

/** The context of the request that this response answers. */
export function contextOf(response: Response): RequestContext {
  const context = response.locals[key] as RequestContext | undefined;
  if (!context) throw new Error("requestContext() must run before any handler");
  return context;
}

/**
 * Gives each request an id, a logger and a signal that fires when the client goes away, and logs
 * one line when it is over. The line names the endpoint by its pattern: real paths, queries and
 * headers may hold names, ids or tokens.
 */
export function requestContext(
  log: Logger,
  monotonic: () => number = () => performance.now(),
): RequestHandler {
  return (request, response, next) => {
    const began = monotonic();
    const requestId = randomUUID();
    const gone = new AbortController();
    const context: RequestContext = { requestId, signal: gone.signal, log };
    response.locals[key] = context;
    response.set("X-Request-Id", requestId);
    response.on("close", () => {
      if (!response.writableFinished) gone.abort();
      const endpoint: unknown = request.route?.path;
      const line = {
        requestId,
        method: request.method,
        endpoint: typeof endpoint === "string" ? endpoint : "unknown",
        ...(response.writableFinished ? { status: response.statusCode } : { aborted: true }),
        ms: Math.round(monotonic() - began),
        ...(typeof request.params?.callId === "string" &&
        /^[\da-f-]{36}$/iu.test(request.params.callId)
          ? { callId: request.params.callId }
          : {}),
      };
      context.log[response.statusCode >= 500 ? "warn" : "info"](line, "request");
    });
    currentRequest.run({ requestId }, next);
  };
}
