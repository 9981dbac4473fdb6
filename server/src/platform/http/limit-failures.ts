import { createHash } from "node:crypto";
import type { ErrorRequestHandler, Request } from "express";
import { addressKey } from "../rate-limits/address.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import type { ApiError } from "./api-error.ts";
import { toApiError } from "./problem.ts";
import { contextOf } from "./request-context.ts";

/**
 * Limits the requests that fail before a limit counts them: without a valid token, to an unknown
 * path, with a webhook's wrong signature or with an unreadable body. Requests that succeed are
 * never refused here, because a stranger may send from the same address.
 */
export const limitFailures =
  (rateLimiter: Pick<RateLimiter, "checkFailure">): ErrorRequestHandler =>
  async (thrown: unknown, request, response, next) => {
    const error = toApiError(thrown);
    if (!contextOf(response).isCounted && error.status < 500)
      await rateLimiter.checkFailure(senderOf(request, error));
    next(thrown);
  };

/**
 * Returns the key that a failure is counted by: the address. An expired token was valid once, so it
 * is counted by itself. Otherwise a stranger at the same address could keep its owner from learning
 * that it has expired.
 */
function senderOf(request: Request, { code }: ApiError): string {
  const address = addressKey(request.ip);
  if (code !== "token_expired") return address;
  const token = createHash("sha256").update(request.get("Authorization") ?? "");
  return `${address} ${token.digest("base64url")}`;
}
