import { isOver, type Call } from "../../domain/call.ts";
import type { CallReads, Engagements, HistoryPage } from "../call-store.ts";
import {
  inHistoryOf,
  involves,
  isPlacedBy,
  newestFirst,
  rings,
  talksOn,
  type Memory,
} from "./memory.ts";

/** Reads of one tenant's calls in memory. */
export function fakeReads(memory: Memory, tenantId: string): CallReads {
  const all = (): Call[] =>
    [...memory.state().calls.values()].filter((call) => call.tenantId === tenantId);
  const find = async (callId: string): Promise<Call | null> =>
    all().find(({ id }) => id === callId.toLowerCase()) ?? null;
  const engagementsOf = async (userId: string): Promise<Engagements> => {
    const placed = all().find((call) => !isOver(call) && isPlacedBy(call, userId));
    return {
      outgoing: placed?.id ?? null,
      placing: placed?.answeredAt === null ? placed.id : null,
      connected:
        [...memory.state().calls.values()].find((call) => talksOn(call, userId))?.id ?? null,
      ringing: all()
        .filter((call) => rings(call, userId))
        .map(({ id }) => id)
        .toSorted(),
    };
  };
  return {
    find,
    async findWithEngagements(callId, userId) {
      const call = await find(callId);
      return call && { call, engagements: await engagementsOf(userId) };
    },
    isRoomInUse: async (roomName) =>
      [...memory.state().calls.values()].some((call) => call.roomName === roomName),
    engagementsOf,
    ringingFrom: async (callerId, userId) =>
      all().find(
        (call) =>
          rings(call, userId) &&
          (callerId === null ? call.requestedCalleeId === userId : isPlacedBy(call, callerId)),
      )?.id ?? null,
    async liveCalls(userId, since) {
      const changed = new Set(
        since === null
          ? []
          : memory
              .state()
              .events.filter(
                (event) => event.userId === userId && BigInt(event.seq) > BigInt(since),
              )
              .map(({ event }) => event.callId),
      );
      return all()
        .filter((call) => involves(call, userId) || changed.has(call.id))
        .toSorted(newestFirst);
    },
    async lastEvent(userId) {
      const last = memory.state().events.findLast((event) => event.userId === userId);
      return { cursor: String(last?.seq ?? 0), writtenAt: last?.createdAt ?? null };
    },
    countLive: async () => all().filter((call) => !isOver(call)).length,
    waitingCalls: async () =>
      all()
        .filter(
          ({ status, requestedCalleeId }) =>
            requestedCalleeId === null && (status === "QUEUED" || status === "RINGING"),
        )
        .toSorted((a, b) => newestFirst(b, a)),
    async history(userId, { limit, before }: HistoryPage) {
      const mine = all()
        .filter((call) => inHistoryOf(call, userId))
        .toSorted(newestFirst);
      const from = before === null ? 0 : mine.findIndex(({ id }) => id === before) + 1;
      return before !== null && from === 0 ? [] : mine.slice(from, from + limit);
    },
    callsInvolving: async (userId) =>
      all()
        .filter((call) => involves(call, userId))
        .map(({ id }) => id),
    recordedCommand: async (userId, key) =>
      memory.state().commands.get(`${tenantId} ${userId} ${key}`) ?? null,
  };
}
