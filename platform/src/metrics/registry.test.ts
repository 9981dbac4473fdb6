import { Counter } from "prom-client";
import { describe, expect, it } from "vitest";
import { createMetricsRegistry } from "./registry.ts";

describe("a registry of metrics", () => {
  it("shares the metrics of the process with other registries, and none of its own", async () => {
    const [one, other] = [createMetricsRegistry(), createMetricsRegistry()];
    new Counter({ name: "calls_total", help: "Calls", registers: [one] }).inc();
    expect(await one.metrics()).toMatch(/^calls_total 1$/mu);
    for (const registry of [one, other])
      expect(await registry.metrics()).toMatch(/^nodejs_heap_size_used_bytes \d+$/mu);
    expect(await other.metrics()).not.toContain("calls_total");
  });
});
