import { isDeepStrictEqual } from "node:util";
import { isOver, type Call } from "../../domain/call.ts";
import { callerLeg } from "../../domain/caller-callee.ts";
import type { RecipientEvent } from "../../domain/events.ts";
import { isActive } from "../../domain/leg.ts";
import {
  AlreadyCalling,
  PartyBusy,
  RoomTaken,
  type CallReads,
  type CallStore,
} from "../call-store.ts";
import { fakeReads } from "./fake-reads.ts";
import { isPlacedBy, talksOn, type Memory } from "./memory.ts";

type FakeWrites = Omit<CallStore, keyof CallReads>;

/** Writes of one tenant's calls in memory. Transactions run one after another, so no lock waits. */
export function fakeWrites(memory: Memory, tenantId: string): FakeWrites {
  const store = (call: Call, events: readonly RecipientEvent[], now: number): void => {
    const seq = memory.state().events.at(-1)?.seq ?? 0;
    memory.change({
      calls: new Map(memory.state().calls).set(call.id, call),
      events: [
        ...memory.state().events,
        ...events.map((event, index) => ({ ...event, seq: seq + index + 1, createdAt: now })),
      ],
    });
  };
  const others = (call: Call): Call[] =>
    [...memory.state().calls.values()].filter(({ id }) => id !== call.id);
  return {
    tryLock: async () => true,
    lockCalls: async () => undefined,
    lockPeople: async () => undefined,
    lockQueue: async () => undefined,
    lockCapacity: async () => undefined,
    async insert(call, events, now) {
      const callerId = callerLeg(call).party.userId;
      if (
        !isOver(call) &&
        others(call).some((other) => !isOver(other) && isPlacedBy(other, callerId))
      )
        throw new AlreadyCalling();
      if (others(call).some(({ roomName }) => roomName === call.roomName)) throw new RoomTaken();
      store(call, events, now);
    },
    async save(before, after, events, now, precondition) {
      if (memory.state().calls.get(before.id)?.version !== before.version) return false;
      const engagements =
        precondition && (await fakeReads(memory, tenantId).engagementsOf(precondition.userId));
      if (!isDeepStrictEqual(engagements, precondition?.engagements)) return false;
      const active = after.legs.filter(isActive).map(({ party }) => party.userId);
      if (others(after).some((other) => active.some((userId) => talksOn(other, userId))))
        throw new PartyBusy();
      store(after, events, now);
      return true;
    },
    async recordCommand(userId, key, command, now) {
      const name = `${tenantId} ${userId} ${key}`;
      if (!memory.state().commands.has(name))
        memory.change({
          commands: new Map(memory.state().commands).set(name, { ...command, createdAt: now }),
        });
    },
  };
}
