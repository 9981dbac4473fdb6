import { errorCodes, type Problem } from "@synapse-voice/contract";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import { ApiError } from "./api-error.ts";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import { contextOf } from "./request-context.ts";

/** Answers with problem details (RFC 9457). */
function sendProblem(response: Response, error: ApiError): void {
  const problem: Problem = {
    type: "about:blank",
    title: errorCodes[error.code].title,
    status: error.status,
    code: error.code,
    ...error.details,
    requestId: contextOf(response).requestId,
  };
  response.locals["problem"] = error.code;
  if (error.status === 401) response.set("WWW-Authenticate", "Bearer");
  if (error.details.retryAfter !== undefined)
    response.set("Retry-After", String(error.details.retryAfter));
  response.status(error.status).type("application/problem+json").send(JSON.stringify(problem));
}

/** Refuses a request to an unknown path. */
export const notFound: RequestHandler = () => {
  throw new ApiError("not_found");
};

/**
 * Turns a thrown value into problem details. An unexpected error is logged, and the client only
 * gets the code `internal`.
 */
export const problemHandler: ErrorRequestHandler = (thrown: unknown, _request, response, _next) => {
  const { log, signal } = contextOf(response);
  if (signal.aborted) return; // The client has gone.
  const error = toApiError(thrown);
  if (error.code === "internal") log.error({ err: thrown }, "unexpected error");
  else if (error.status >= 500)
    log.warn({ code: error.code, cause: messageOf(error.cause ?? thrown) }, "unavailable");
  if (response.headersSent || response.destroyed) response.destroy();
  else sendProblem(response, error);
};

export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof RefusalError)
    return new ApiError(thrown.code, thrown.details, thrown.cause);
  if (thrown instanceof MediaUnavailable) return new ApiError("media_unavailable", {}, thrown);
  if (isDatabaseDown(thrown)) return new ApiError("database_unavailable", {}, thrown);
  // body-parser and the router give errors of the client a 4xx `status`.
  const { status, type } =
    thrown instanceof Error ? (thrown as Error & { status?: unknown; type?: unknown }) : {};
  if (status === 413) return new ApiError("body_too_large");
  if (status === 415) return new ApiError("unsupported_media_type");
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new ApiError("invalid_request", {
      detail:
        type === "entity.parse.failed"
          ? "the body is not valid JSON"
          : "the request could not be read",
    });
  }
  return new ApiError("internal", {}, thrown);
}
