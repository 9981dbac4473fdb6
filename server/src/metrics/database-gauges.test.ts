import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { registerDatabaseGauges } from "./database-gauges.ts";
import type { GaugeValues } from "./gauge-store.ts";

it("asks once for all figures of a look, and shows none where it can't ask", async () => {
  let reads = 0;
  let read = async (): Promise<GaugeValues> => ({
    calls: { RINGING: 2 },
    waiting: 1,
    longestWaitMs: 1_500,
    devices: 3,
    lateRecordings: 4,
    undeletedRecordings: 5,
  });
  const registry = new Registry();
  registerDatabaseGauges({ read: () => ((reads += 1), read()) }, registry);
  const shown = async (): Promise<string[]> =>
    (await registry.metrics()).split("\n").filter((text) => text.startsWith("synapse_"));
  expect(await shown()).toEqual([
    'synapse_calls{status="QUEUED"} 0',
    'synapse_calls{status="RINGING"} 2',
    'synapse_calls{status="IN_PROGRESS"} 0',
    "synapse_queue_length 1",
    "synapse_queue_longest_wait_seconds 1.5",
    "synapse_agent_devices 3",
    "synapse_recordings_late 4",
    "synapse_recordings_undeleted 5",
  ]);
  expect(reads).toBe(1);
  read = () => Promise.reject(new Error("the database is away"));
  expect(await shown()).toEqual([]);
});
