import { Counter, Histogram, type Registry } from "prom-client";
import { isOver, type Call } from "../calls/domain/call.ts";
import type { CallChange } from "../calls/service/call-change.ts";

/** What calls tell about themselves. */
export interface CallMetrics {
  readonly callChanged: (change: CallChange) => void;
  /** How long after its writing an event reached who waited for it, in ms. */
  readonly eventHeard: (late: number) => void;
}

const waits = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

export function createCallMetrics(registry: Registry): CallMetrics {
  const registers = [registry];
  const changes = new Counter({
    name: "synapse_call_changes_total",
    help: "Changes of calls by command and resulting status",
    registers,
    labelNames: ["command", "status"],
  });
  const ends = new Counter({
    name: "synapse_calls_ended_total",
    help: "Calls that ended, by status and reason",
    registers,
    labelNames: ["status", "reason"],
  });
  const offers = new Counter({
    name: "synapse_offers_total",
    help: "Offers by outcome; answered_elsewhere: who was rung and lost to somebody else",
    registers,
    labelNames: ["outcome", "from"],
  });
  const ringTime = new Histogram({
    name: "synapse_ring_seconds",
    help: "From an offer to its acceptance",
    registers,
    buckets: waits,
  });
  const queueWait = new Histogram({
    name: "synapse_queue_wait_seconds",
    help: "What callers waited in the queue, by how it ended",
    registers,
    labelNames: ["outcome"],
    buckets: waits,
  });
  const leases = new Counter({
    name: "synapse_lease_losses_total",
    help: "Who vanished: a caller who waited, an agent's device that was rung, a party on the call",
    registers,
    labelNames: ["lease"],
  });
  const latency = new Histogram({
    name: "synapse_event_latency_seconds",
    help: "From the writing of an event to the poll that answers with it",
    registers,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10],
  });

  function countOffers(before: Call | null, call: Call): void {
    const open = new Set(
      before?.offers.filter(({ outcome }) => outcome === null).map(({ id }) => id),
    );
    for (const { id, outcome, fromQueue, offeredAt, endedAt } of call.offers) {
      if (outcome === null || !open.has(id)) continue;
      offers.inc({ outcome, from: fromQueue ? "queue" : "name" });
      if (outcome === "accepted" && endedAt !== null)
        ringTime.observe((endedAt - offeredAt) / 1000);
    }
  }

  function countWait(before: Call | null, call: Call): void {
    if (call.requestedCalleeId !== null || before?.answeredAt !== null) return;
    if (call.answeredAt !== null)
      queueWait.observe({ outcome: "answered" }, (call.answeredAt - call.placedAt) / 1000);
    else if (call.endedAt !== null)
      queueWait.observe({ outcome: call.endReason ?? "" }, (call.endedAt - call.placedAt) / 1000);
  }

  function countLease({ before, command, call }: CallChange): void {
    const misses = (at: Call | null): number =>
      at?.offers.filter(({ outcome }) => outcome === "missed").length ?? 0;
    if (command === "withdraw" && misses(call) > misses(before)) leases.inc({ lease: "agent" });
    if (!isOver(call)) return;
    if (call.endReason === "caller_gone") leases.inc({ lease: "caller" });
    if (call.endReason === "connection_lost") leases.inc({ lease: "media" });
  }

  return {
    callChanged(change) {
      const { before, command, call } = change;
      changes.inc({ command, status: call.status });
      if (before && isOver(before)) return;
      countOffers(before, call);
      countWait(before, call);
      countLease(change);
      if (isOver(call)) ends.inc({ status: call.status, reason: call.endReason ?? "" });
    },
    eventHeard: (late) => latency.observe(Math.max(0, late) / 1000),
  };
}
