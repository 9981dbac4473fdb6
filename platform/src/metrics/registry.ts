import { collectDefaultMetrics, Registry } from "prom-client";

/** Makes a registry that holds the metrics of the process and of Node.js. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
