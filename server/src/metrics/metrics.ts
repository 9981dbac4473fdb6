import { createMetricsRegistry } from "@synapse-voice/platform/metrics";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Repair } from "../calls/rooms/media-check.ts";
import { createCallMetrics, type CallMetrics } from "./call-metrics.ts";
import { registerDatabaseGauges } from "./database-gauges.ts";
import type { GaugeStore } from "./gauge-store.ts";
import { createRequestMetrics, type RequestMetrics } from "./request-metrics.ts";

/** The server's Prometheus metrics, and the functions that update them. */
export interface Metrics extends CallMetrics, RequestMetrics {
  readonly registry: Registry;
  readonly rateLimited: (limit: string) => void;
  readonly mediaRepaired: (repair: Repair) => void;
}

export interface MetricsDeps {
  /** Returns the number of long polls that wait at present. */
  readonly openPolls: () => number;
  readonly gaugeStore: GaugeStore;
}

export function createMetrics({ openPolls, gaugeStore }: MetricsDeps): Metrics {
  const registry = createMetricsRegistry();
  const registers = [registry];
  registerDatabaseGauges(gaugeStore, registry);
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
    ...createRequestMetrics(registry),
    registry,
    rateLimited: (limit) => limited.inc({ limit }),
    mediaRepaired: (repair) => repairs.inc({ repair }),
  };
}
