import { createServer, type RequestListener, type Server } from "node:http";

/** A client must have sent the headers of a request within this time. */
export const headersTimeoutMs = 10_000;
/** A client must have sent a whole request within this time, with its body. */
export const requestTimeoutMs = 30_000;
/** Node closes the connections that are over a limit when it checks them. Its default is 30 s. */
const checkIntervalMs = 1_000;

/**
 * Makes an HTTP server that closes connections whose client does not finish its request. The time
 * begins with the connection, or with the first byte of a later request. Replies may take any time,
 * so a long poll is not affected.
 */
export const createHttpServer = (listener: RequestListener): Server =>
  createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkIntervalMs,
    },
    listener,
  );
