import type { RequestHandler } from "express";
import { createServer, type Server } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What operators can watch. */
export interface Metrics {
  readonly registry: Registry;
  readonly observeRequests: RequestHandler;
  readonly callChanged: (command: string, status: string) => void;
  readonly rateLimited: (limit: string) => void;
}

export function createMetrics(openPolls: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "synapse_http_request_seconds", help: "Requests by endpoint and status", registers: [registry],
    labelNames: ["method", "endpoint", "status"], buckets: [0.005, 0.02, 0.1, 0.5, 2, 30],
  });
  const changes = new Counter({ name: "synapse_call_changes_total", help: "Changes of calls by command and resulting status", registers: [registry], labelNames: ["command", "status"] });
  const refusals = new Counter({ name: "synapse_rate_limited_total", help: "Requests refused for being too many, by limit", registers: [registry], labelNames: ["limit"] });
  const polls: Gauge = new Gauge({
    name: "synapse_open_polls", help: "Long polls that wait for news", registers: [registry],
    collect: () => polls.set(openPolls()),
  });
  return {
    registry,
    observeRequests(request, response, next) {
      const stop = requests.startTimer({ method: request.method });
      response.on("finish", () => {
        const endpoint: unknown = request.route?.path;
        stop({ endpoint: typeof endpoint === "string" ? endpoint : "unknown", status: response.statusCode });
      });
      next();
    },
    callChanged: (command, status) => changes.inc({ command, status }),
    rateLimited: (limit) => refusals.inc({ limit }),
  };
}

/** Serves the figures on a port of their own, to this machine only. */
export function serveMetrics({ registry }: Metrics, port: number): Server {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then((text) => response.writeHead(200, { "Content-Type": registry.contentType }).end(text));
  });
  return server.listen(port, "127.0.0.1");
}
