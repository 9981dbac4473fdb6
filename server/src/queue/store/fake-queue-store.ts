import { isOver, type Call } from "../../calls/domain/call.ts";
import { averagedCalls, type QueueStore } from "./queue-store.ts";

/** The queue of calls in memory. */
export function createFakeQueueStore(calls: () => Iterable<Call>): QueueStore {
  const ofQueue = (tenantId: string): Call[] =>
    [...calls()].filter((call) => call.tenantId === tenantId && call.requestedCalleeId === null);
  return {
    waiting: async (tenantId) =>
      ofQueue(tenantId).filter(({ status }) => status === "QUEUED" || status === "RINGING").length,
    ahead: async (tenantId, call) =>
      ofQueue(tenantId).filter(
        ({ status, placedAt, id }) =>
          status === "QUEUED" &&
          (call === null ||
            placedAt < call.placedAt ||
            (placedAt === call.placedAt && id < call.id)),
      ).length,
    async averageHandlingMs(tenantId, since) {
      const times = ofQueue(tenantId)
        .filter((call) => isOver(call) && call.placedAt > since)
        .toSorted((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1))
        .flatMap(({ answeredAt, endedAt, terms }) =>
          answeredAt === null || endedAt === null ? [] : [endedAt - answeredAt + terms.wrapUpMs],
        )
        .slice(0, averagedCalls);
      return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length;
    },
  };
}
