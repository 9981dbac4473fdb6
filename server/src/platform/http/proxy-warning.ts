import type { RequestHandler } from "express";
import type { Logger } from "pino";

/** The header with the client's address that the server understands. */
const understood = "x-forwarded-for";
const proxyHeaders = [
  understood,
  "forwarded",
  "x-real-ip",
  "x-forwarded-proto",
  "x-forwarded-host",
] as const;

const untrusted =
  "TRUST_PROXY is not set, but a request came through a proxy. All clients behind it count as one address";
const withoutAddress =
  "a request came through a proxy that does not pass on X-Forwarded-For. All clients behind it count as one address";

/**
 * Warns once if a request has the header of a proxy, but the server can't learn the client's
 * address from it: because no proxy is trusted, or because the proxy names the address in another
 * way. All clients behind the proxy then count as one address.
 */
export function warnOfProxies(log: Logger, isTrusted: boolean): RequestHandler {
  let warned = false;
  return (request, _response, next) => {
    const header =
      warned || (isTrusted && request.headers[understood] !== undefined)
        ? undefined
        : proxyHeaders.find((name) => request.headers[name] !== undefined);
    if (header !== undefined) {
      warned = true;
      log.warn({ header }, isTrusted ? withoutAddress : untrusted);
    }
    next();
  };
}
