import { isOver, type Call } from "../../calls/domain/call.ts";
import { callerLeg } from "../../calls/domain/caller-callee.ts";
import { averagedCalls, type QueueStore } from "./queue-store.ts";

/**
 * The queue of calls in memory. `topicOf` returns the topic of a person's call-back request that is
 * not done.
 */
export function createFakeQueueStore(
  calls: () => Iterable<Call>,
  topicOf: (userId: string) => string | undefined = () => undefined,
): QueueStore {
  const ofTenant = (tenantId: string): Call[] =>
    [...calls()].filter((call) => call.tenantId === tenantId);
  const ofQueue = (tenantId: string): Call[] =>
    ofTenant(tenantId).filter((call) => call.requestedCalleeId === null);
  const waiting = (tenantId: string): Call[] =>
    ofQueue(tenantId).filter(({ status }) => status === "QUEUED" || status === "RINGING");
  /** Returns when the caller of an ended call was first on a call again. */
  const reachedAt = (call: Call): number | null => {
    const times = ofTenant(call.tenantId)
      .flatMap(({ legs }) => legs)
      .filter(({ party }) => party.userId === callerLeg(call).party.userId)
      .flatMap(({ joinedAt }) => joinedAt ?? [])
      .filter((joinedAt) => joinedAt > (call.endedAt ?? Infinity));
    return times.length === 0 ? null : Math.min(...times);
  };
  return {
    waiting: async (tenantId) => waiting(tenantId).length,
    waitingCallers: async (tenantId, limit) =>
      waiting(tenantId)
        .toSorted((a, b) => a.placedAt - b.placedAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((call) => ({ call, topic: topicOf(callerLeg(call).party.userId) || null })),
    async lostCallers(tenantId, { limit, before }) {
      const lost = ofQueue(tenantId)
        .filter((call) => isOver(call) && call.answeredAt === null)
        .toSorted((a, b) => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1));
      const from = before === null ? 0 : lost.findIndex(({ id }) => id === before) + 1;
      const page = before !== null && from === 0 ? [] : lost.slice(from, from + limit);
      return page.map((call) => ({ call, reachedAt: reachedAt(call) }));
    },
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
