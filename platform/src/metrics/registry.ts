import { collectDefaultMetrics, Registry } from "prom-client";

/** The metrics of the process and of Node.js. Their collectors run until the process ends. */
let processMetrics: Registry | undefined;

/** Makes a registry that holds the metrics of the process and of Node.js. */
export function createMetricsRegistry(): Registry {
  if (!processMetrics) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return Registry.merge([processMetrics]);
}
