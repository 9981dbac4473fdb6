import type { CallStatus } from "@synapse-voice/contract";
import { Gauge, type Registry } from "prom-client";

/** How things stand just now, over all tenants and servers. */
export interface Standing {
  /** Live calls by status. */
  readonly calls: Readonly<Partial<Record<CallStatus, number>>>;
  /** Calls that wait for an agent. */
  readonly waiting: number;
  /** For how long the first of them has waited, ms; 0 where none waits. */
  readonly longestWait: number;
  /** Agents' devices whose lease runs. */
  readonly devices: number;
}

/** Across tenants, since it serves operators alone. */
export interface StandingStore {
  read(): Promise<Standing>;
}

const live = ["QUEUED", "RINGING", "IN_PROGRESS"] as const satisfies readonly CallStatus[];

/**
 * Asked of the database when somebody looks, once for all of them; where that fails, the figures
 * are missing rather than old.
 */
export function gaugeStanding(store: StandingStore, registry: Registry): void {
  let reading: Promise<Standing | null> | null = null;
  const read = (): Promise<Standing | null> =>
    (reading ??= store
      .read()
      .catch(() => null)
      .finally(() => {
        reading = null;
      }));
  const gauge = (
    name: string,
    help: string,
    set: (gauge: Gauge, standing: Standing) => void,
    labelNames: readonly string[] = [],
  ): Gauge =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const standing = await read();
        if (standing) set(this, standing);
        else if (labelNames.length > 0) this.reset();
        // Without labels `reset` would say 0.
        else this.remove();
      },
    });
  gauge(
    "synapse_calls",
    "Live calls by status",
    (calls, standing) =>
      live.forEach((status) => calls.set({ status }, standing.calls[status] ?? 0)),
    ["status"],
  );
  gauge("synapse_queue_length", "Calls that wait for an agent", (length, { waiting }) =>
    length.set(waiting),
  );
  gauge(
    "synapse_queue_longest_wait_seconds",
    "How long the first of the queue has waited",
    (longest, { longestWait }) => longest.set(longestWait / 1000),
  );
  gauge("synapse_agent_devices", "Devices of agents whose lease runs", (count, { devices }) =>
    count.set(devices),
  );
}
