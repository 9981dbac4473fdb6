import { liveStatuses } from "@synapse-voice/contract";
import { Gauge, type Registry } from "prom-client";
import type { GaugeStore, GaugeValues } from "./gauge-store.ts";

/**
 * Registers gauges whose values are read from the database at each scrape, once for all of them. If
 * the database can't be read, the gauges have no value rather than an old one.
 */
export function registerDatabaseGauges(store: GaugeStore, registry: Registry): void {
  const addGauge = gaugeFactory(store, registry);
  addGauge(
    { name: "synapse_calls", help: "Live calls by status", labelNames: ["status"] },
    (gauge, { calls }) =>
      liveStatuses.forEach((status) => gauge.set({ status }, calls[status] ?? 0)),
  );
  addGauge(
    { name: "synapse_queue_length", help: "Calls that wait for an agent" },
    (gauge, { waiting }) => gauge.set(waiting),
  );
  addGauge(
    {
      name: "synapse_queue_longest_wait_seconds",
      help: "How long the first of the queue has waited",
    },
    (gauge, { longestWaitMs }) => gauge.set(longestWaitMs / 1000),
  );
  addGauge(
    { name: "synapse_agent_devices", help: "Devices of agents whose lease runs" },
    (gauge, { devices }) => gauge.set(devices),
  );
  addGauge(
    {
      name: "synapse_recordings_late",
      help: "Recordings that are not finished a minute after their call",
    },
    (gauge, { lateRecordings }) => gauge.set(lateRecordings),
  );
  addGauge(
    {
      name: "synapse_recordings_undeleted",
      help: "Recordings whose objects could not be deleted yet",
    },
    (gauge, { undeletedRecordings }) => gauge.set(undeletedRecordings),
  );
}

interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

function gaugeFactory(store: GaugeStore, registry: Registry) {
  let reading: Promise<GaugeValues | null> | null = null;
  const read = (): Promise<GaugeValues | null> =>
    (reading ??= store
      .read()
      .catch(() => null)
      .finally(() => {
        reading = null;
      }));
  return (
    { name, help, labelNames = [] }: GaugeOptions,
    set: (gauge: Gauge, values: GaugeValues) => void,
  ): Gauge =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const values = await read();
        if (values) set(this, values);
        else if (labelNames.length > 0) this.reset();
        // `reset` would set a gauge without labels to 0.
        else this.remove();
      },
    });
}
