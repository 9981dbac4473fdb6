import type { RequestHandler } from "express";
import { Counter, Histogram, type Registry } from "prom-client";

export interface RequestMetrics {
  /** Express middleware that measures each request and counts the error codes of the replies. */
  readonly observeRequests: RequestHandler;
}

export function createRequestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry];
  const requests = new Histogram({
    name: "synapse_http_request_seconds",
    help: "Requests by endpoint and status",
    registers,
    labelNames: ["method", "endpoint", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 30],
  });
  const refusals = new Counter({
    name: "synapse_refusals_total",
    help: "Requests refused, by the code that the client got",
    registers,
    labelNames: ["code"],
  });
  return {
    observeRequests(request, response, next) {
      const stopTimer = requests.startTimer({ method: request.method });
      response.on("finish", () => {
        const endpoint: unknown = request.route?.path;
        const problem: unknown = response.locals["problem"];
        if (typeof problem === "string") refusals.inc({ code: problem });
        stopTimer({
          endpoint: typeof endpoint === "string" ? endpoint : "unknown",
          status: response.statusCode,
        });
      });
      next();
    },
  };
}
