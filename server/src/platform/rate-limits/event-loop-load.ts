import { performance } from "node:perf_hooks";

const measuringIntervalMs = 100;

/**
 * Returns a function that reads the load of this process: the share of its recent time that the
 * event loop was busy, from 0 to 1.
 */
export function createEventLoopLoad(): () => number {
  let load = 0;
  let measured = performance.eventLoopUtilization();
  let measuredAt = performance.now();
  return () => {
    if (performance.now() - measuredAt >= measuringIntervalMs) {
      load = performance.eventLoopUtilization(measured).utilization;
      measured = performance.eventLoopUtilization();
      measuredAt = performance.now();
    }
    return load;
  };
}
