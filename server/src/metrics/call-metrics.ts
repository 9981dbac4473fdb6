import { Counter, Histogram, type Registry } from "prom-client";
import { isOver, type Call } from "../calls/domain/call.ts";
import type { CallChange } from "../calls/service/call-change.ts";

type CountedChange = Omit<CallChange, "effects">;

/** Subscribers that turn changes of calls into metrics. */
export interface CallMetrics {
  readonly callChanged: (change: CountedChange) => void;
  /** Called when an event reached a poll that waited for it. Gets its age in ms. */
  readonly eventHeard: (delayMs: number) => void;
}

export function createCallMetrics(registry: Registry): CallMetrics {
  const instruments = { ...callCounters(registry), ...callHistograms(registry) };
  return {
    callChanged(change) {
      const { before, command, call } = change;
      instruments.changes.inc({ command, status: call.status });
      if (before && isOver(before)) return;
      countOffers(instruments, before, call);
      observeQueueWait(instruments, before, call);
      countLostLeases(instruments, change);
      if (isOver(call)) instruments.ends.inc({ status: call.status, reason: call.endReason ?? "" });
    },
    eventHeard: (delayMs) => instruments.latency.observe(Math.max(0, delayMs) / 1000),
  };
}

type Instruments = ReturnType<typeof callCounters> & ReturnType<typeof callHistograms>;

function callCounters(registry: Registry) {
  const registers = [registry];
  return {
    changes: new Counter({
      name: "synapse_call_changes_total",
      help: "Changes of calls by command and resulting status",
      registers,
      labelNames: ["command", "status"],
    }),
    ends: new Counter({
      name: "synapse_calls_ended_total",
      help: "Calls that ended, by status and reason",
      registers,
      labelNames: ["status", "reason"],
    }),
    offers: new Counter({
      name: "synapse_offers_total",
      help: "Offers by outcome; answered_elsewhere: who was rung and lost to somebody else",
      registers,
      labelNames: ["outcome", "from"],
    }),
    leases: new Counter({
      name: "synapse_lease_losses_total",
      help: "Who vanished: a caller who waited, an agent's device that was rung, a party on the call",
      registers,
      labelNames: ["lease"],
    }),
  };
}

const waitBuckets = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

function callHistograms(registry: Registry) {
  const registers = [registry];
  return {
    ringTime: new Histogram({
      name: "synapse_ring_seconds",
      help: "From an offer to its acceptance",
      registers,
      buckets: waitBuckets,
    }),
    queueWait: new Histogram({
      name: "synapse_queue_wait_seconds",
      help: "What callers waited in the queue, by how it ended",
      registers,
      labelNames: ["outcome"],
      buckets: waitBuckets,
    }),
    latency: new Histogram({
      name: "synapse_event_latency_seconds",
      help: "From the writing of an event to the poll that answers with it",
      registers,
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10],
    }),
  };
}

/** Counts the offers that this change ended. */
function countOffers({ offers, ringTime }: Instruments, before: Call | null, call: Call): void {
  const open = new Set(
    before?.offers.filter(({ outcome }) => outcome === null).map(({ id }) => id),
  );
  for (const { id, outcome, fromQueue, offeredAt, endedAt } of call.offers) {
    if (outcome === null || !open.has(id)) continue;
    offers.inc({ outcome, from: fromQueue ? "queue" : "name" });
    if (outcome === "accepted" && endedAt !== null) ringTime.observe((endedAt - offeredAt) / 1000);
  }
}

/** Records the wait of a queue call that this change answered or ended. */
function observeQueueWait({ queueWait }: Instruments, before: Call | null, call: Call): void {
  if (call.requestedCalleeId !== null || before?.answeredAt !== null) return;
  if (call.answeredAt !== null)
    queueWait.observe({ outcome: "answered" }, (call.answeredAt - call.placedAt) / 1000);
  else if (call.endedAt !== null)
    queueWait.observe({ outcome: call.endReason ?? "" }, (call.endedAt - call.placedAt) / 1000);
}

function countLostLeases({ leases }: Instruments, { before, command, call }: CountedChange): void {
  const missedOffers = (of: Call | null): number =>
    of?.offers.filter(({ outcome }) => outcome === "missed").length ?? 0;
  if (command === "withdraw" && missedOffers(call) > missedOffers(before))
    leases.inc({ lease: "agent" });
  if (!isOver(call)) return;
  if (call.endReason === "caller_gone") leases.inc({ lease: "caller" });
  if (call.endReason === "connection_lost") leases.inc({ lease: "media" });
}
