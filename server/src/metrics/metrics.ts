import type { RequestHandler } from "express";
import { createServer, type Server } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Repair } from "../calls/rooms/media-check.ts";
import { createCallMetrics, type CallMetrics } from "./call-metrics.ts";
import { gaugeStanding, type StandingStore } from "./gauge-store.ts";

/** What operators can watch. */
export interface Metrics extends CallMetrics {
  readonly registry: Registry;
  readonly observeRequests: RequestHandler;
  readonly rateLimited: (limit: string) => void;
  readonly mediaRepaired: (repair: Repair) => void;
}

export interface MetricsParts {
  /** Long polls that wait at the moment. */
  readonly openPolls: () => number;
  readonly standing: StandingStore;
}

export function createMetrics({ openPolls, standing }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  gaugeStanding(standing, registry);
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
  const limited = new Counter({
    name: "synapse_rate_limited_total",
    help: "Requests refused for being too many, by limit",
    registers,
    labelNames: ["limit"],
  });
  const repairs = new Counter({
    name: "synapse_media_repairs_total",
    help: "Where calls and LiveKit did not agree and were made to, by what was done",
    registers,
    labelNames: ["repair"],
  });
  const polls: Gauge = new Gauge({
    name: "synapse_open_polls",
    help: "Long polls that wait for news",
    registers,
    collect: () => polls.set(openPolls()),
  });
  return {
    ...createCallMetrics(registry),
    registry,
    observeRequests(request, response, next) {
      const stop = requests.startTimer({ method: request.method });
      response.on("finish", () => {
        const endpoint: unknown = request.route?.path;
        const problem: unknown = response.locals["problem"];
        if (typeof problem === "string") refusals.inc({ code: problem });
        stop({
          endpoint: typeof endpoint === "string" ? endpoint : "unknown",
          status: response.statusCode,
        });
      });
      next();
    },
    rateLimited: (limit) => limited.inc({ limit }),
    mediaRepaired: (repair) => repairs.inc({ repair }),
  };
}

/** Serves the figures on a port of their own, to this machine only. */
export function serveMetrics({ registry }: Metrics, port: number): Server {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then(
      (text) => response.writeHead(200, { "Content-Type": registry.contentType }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  return server.listen(port, "127.0.0.1");
}
