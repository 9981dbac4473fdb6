import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { Outcome } from "../recordings/recording-store.ts";

export type RecorderMetrics = ReturnType<typeof createRecorderMetrics>;

/** Metrics of a recorder. `read` gives the values of the present. */
export function createRecorderMetrics(
  registry: Registry,
  read: { recordings(): number; waitingBytes(): number },
) {
  const registers = [registry];
  const finished = new Counter({
    name: "synapse_recordings_total",
    help: "Recordings whose call has ended, by what became of them",
    labelNames: ["state"] as const,
    registers,
  });
  for (const state of ["complete", "partial", "failed"]) finished.inc({ state }, 0);
  const missing = new Counter({
    name: "synapse_recording_missing_seconds_total",
    help: "Seconds that are missing in finished recordings, by side",
    labelNames: ["side"] as const,
    registers,
  });
  for (const side of ["left", "right"]) missing.inc({ side }, 0);
  const duration = new Histogram({
    name: "synapse_recording_finish_seconds",
    help: "Time from the end of the capture to the stored file",
    buckets: [0.1, 0.3, 1, 3, 10, 30, 60, 300],
    registers,
  });
  const segments = new Counter({
    name: "synapse_recording_segments_total",
    help: "Parts of recordings, by whether they reached the storage",
    labelNames: ["result"] as const,
    registers,
  });
  for (const result of ["stored", "dropped"]) segments.inc({ result }, 0);
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge(
    "synapse_recordings_in_progress",
    "Recordings that this recorder has at present",
    read.recordings,
  );
  gauge("synapse_recording_waiting_bytes", "Bytes that wait for the storage", read.waitingBytes);

  return {
    segment: (result: "stored" | "dropped"): void => segments.inc({ result }),
    finished(outcome: Outcome, finishMs: number): void {
      finished.inc({ state: outcome.state });
      duration.observe(finishMs / 1000);
      if (outcome.state === "failed") return;
      const { expectedSeconds, recordedLeft, recordedRight } = outcome;
      missing.inc({ side: "left" }, Math.max(0, expectedSeconds - recordedLeft));
      missing.inc({ side: "right" }, Math.max(0, expectedSeconds - recordedRight));
    },
  };
}
