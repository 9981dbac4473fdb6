import type { RequestHandler } from "express";
import type { Logger } from "pino";

const proxyHeaders = ["x-forwarded-for", "forwarded"];

/**
 * Warns once if a request has the header of a proxy while no proxy is trusted. All clients behind
 * the proxy then count as one address.
 */
export function warnOfUntrustedProxy(log: Logger): RequestHandler {
  let warned = false;
  return (request, _response, next) => {
    const header = warned
      ? undefined
      : proxyHeaders.find((name) => request.headers[name] !== undefined);
    if (header !== undefined) {
      warned = true;
      log.warn(
        { header },
        "TRUST_PROXY is not set, but a request came through a proxy. All clients behind it count as one address",
      );
    }
    next();
  };
}
