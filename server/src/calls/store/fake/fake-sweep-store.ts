import { isOver, legOf, openOffers, type Call } from "../../domain/call.ts";
import { isBlocked } from "../../domain/changes/media.ts";
import { isConnected } from "../../domain/leg.ts";
import type { SweepStore } from "../sweep-store.ts";
import { rings, talksOn, type Memory } from "./memory.ts";

const isDue = (at: number | null, now: number): boolean => at !== null && at <= now;
const toAddress = ({ id, tenantId }: Call) => ({ callId: id, tenantId });
const callsOf = (memory: Memory): Call[] => [...memory.state().calls.values()];

/** The sweeper's reads of calls in memory. `removed`: people who were removed. */
export function fakeSweepStore(memory: Memory, removed: ReadonlySet<string>): SweepStore {
  const all = (): Call[] => callsOf(memory);
  return {
    ...fakeRoomUpkeep(memory),
    dueCalls: async (now, leases, limit) =>
      all()
        .filter(
          (call) =>
            !isOver(call) &&
            (isDue(call.deadlineAt, now) ||
              (leases && call.legs.some(({ leaseUntil }) => isDue(leaseUntil, now)))),
        )
        .slice(0, limit)
        .map(toAddress),
    callsWithExpiredTurns: async (now, limit) =>
      all()
        .filter((call) =>
          openOffers(call).some((offer) => offer.fromQueue && isDue(offer.expiresAt, now)),
        )
        .slice(0, limit)
        .map(toAddress),
    callsOfRemovedPeople: async (limit) =>
      all()
        .filter((call) => !isOver(call))
        .flatMap((call) =>
          [...removed]
            .filter((userId) => legOf(call, userId) || rings(call, userId))
            .map((userId) => ({ ...toAddress(call), userId })),
        )
        .slice(0, limit),
    callsRingingBusyCustomers: async (limit) =>
      all()
        .filter((call) =>
          openOffers(call).some(
            ({ person }) =>
              person.type === "PORTAL_CUSTOMER" &&
              all().some((other) => talksOn(other, person.userId)),
          ),
        )
        .slice(0, limit)
        .map(toAddress),
    callsPastRejoinDeadline: async (now, limit) =>
      all()
        .filter(({ legs }) =>
          legs.some((leg) => isConnected(leg) && isDue(leg.media.rejoinDeadline, now)),
        )
        .slice(0, limit)
        .map(toAddress),
    tenantsWithWaitingCalls: async () => [
      ...new Set(
        all()
          .filter(
            (call) =>
              call.requestedCalleeId === null &&
              (call.status === "QUEUED" || call.status === "RINGING"),
          )
          .map(({ tenantId }) => tenantId),
      ),
    ],
    async deleteOlderThan(before) {
      memory.change({
        events: memory.state().events.filter(({ createdAt }) => createdAt >= before),
        commands: new Map(
          [...memory.state().commands].filter(([, { createdAt }]) => createdAt >= before),
        ),
      });
    },
  };
}

type RoomUpkeep = Pick<
  SweepStore,
  "callsWithBlockedSound" | "claimMediaChecks" | "roomsToDelete" | "markRoomDeleted"
>;

function fakeRoomUpkeep(memory: Memory): RoomUpkeep {
  const all = (): Call[] => callsOf(memory);
  return {
    callsWithBlockedSound: async (before, limit) =>
      all()
        .filter(({ legs }) =>
          legs.some(
            (leg) =>
              isConnected(leg) && isBlocked(leg) && isDue(leg.media.sound?.since ?? null, before),
          ),
        )
        .slice(0, limit)
        .map(toAddress),
    async claimMediaChecks(before, now, limit) {
      const claimed = all()
        .filter(
          (call) =>
            call.status === "IN_PROGRESS" &&
            (memory.state().mediaChecks.get(call.id) ?? call.answeredAt ?? 0) <= before,
        )
        .slice(0, limit);
      memory.change({
        mediaChecks: new Map([
          ...memory.state().mediaChecks,
          ...claimed.map(({ id }) => [id, now] as const),
        ]),
      });
      return claimed.map(toAddress);
    },
    roomsToDelete: async (before, limit) =>
      all()
        .filter((call) => isDue(call.endedAt, before) && !memory.state().deletedRooms.has(call.id))
        .slice(0, limit)
        .map((call) => ({ ...toAddress(call), roomName: call.roomName })),
    markRoomDeleted: async ({ callId }) =>
      memory.change({ deletedRooms: new Set([...memory.state().deletedRooms, callId]) }),
  };
}
