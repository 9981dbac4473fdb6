import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { currentRequest } from "@synapse-voice/platform/log";

/** The context that every request gets before any other handler runs. */
export interface RequestContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /**
   * True once a limit counts the request, or if none applies to it. A request that fails before
   * that counts as a failure of its address.
   */
  isCounted: boolean;
}

const key = "context";

/** Returns the context of the request that this response answers. */
export function contextOf(response: Response): RequestContext {
  const context = response.locals[key] as RequestContext | undefined;
  if (!context) throw new Error("requestContext() must run before any handler");
  return context;
}

/**
 * Gives each request an id, a logger and a signal that fires when the client goes away. Logs one
 * line when the request is over. The line names the endpoint by its pattern, because real paths,
 * queries and headers may hold names, ids or tokens.
 */
export function requestContext(
  log: Logger,
  monotonicMs: () => number = () => performance.now(),
): RequestHandler {
  return (request, response, next) => {
    const startedAt = monotonicMs();
    const requestId = randomUUID();
    const abort = new AbortController();
    const context: RequestContext = { requestId, signal: abort.signal, log, isCounted: false };
    response.locals[key] = context;
    response.set("X-Request-Id", requestId);
    response.on("close", () => {
      if (!response.writableFinished) abort.abort();
      const endpoint: unknown = request.route?.path;
      const line = {
        requestId,
        method: request.method,
        endpoint: typeof endpoint === "string" ? endpoint : "unknown",
        ...(response.writableFinished ? { status: response.statusCode } : { aborted: true }),
        ms: Math.round(monotonicMs() - startedAt),
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
