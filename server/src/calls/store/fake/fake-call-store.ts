import { isDeepStrictEqual } from "node:util";
import {
  createFakeAgentStore,
  type FakeAgentStore,
} from "../../../agents/store/fake-agent-store.ts";
import { isOver, offerTo, openOffers, type Call } from "../../domain/call.ts";
import {
  AlreadyCalling,
  PartyBusy,
  RoomTaken,
  type CallReader,
  type CallStore,
  type Engagements,
  type HistoryPage,
  type NamedCommand,
  type SweepStore,
  type WithTransaction,
} from "../call-store.ts";
import type { RecipientEvent } from "../../domain/snapshots.ts";

interface StoredEvent extends RecipientEvent {
  readonly seq: number;
  readonly createdAt: number;
}

/** All that a transaction can change; replaced as a whole, so that a failed one leaves nothing. */
interface State {
  readonly calls: ReadonlyMap<string, Call>;
  readonly events: readonly StoredEvent[];
  readonly names: ReadonlyMap<string, NamedCommand & { readonly createdAt: number }>;
  readonly deletedRooms: ReadonlySet<string>;
  readonly mediaChecks: ReadonlyMap<string, number>;
}

/** Calls in memory, one transaction at a time. */
export interface FakeCalls {
  readonly withTransaction: WithTransaction;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  readonly state: () => State;
  /** People who were taken out of their tenant. */
  readonly removed: Set<string>;
}

export function createFakeCalls(agents: FakeAgentStore = createFakeAgentStore()): FakeCalls {
  let state: State = {
    calls: new Map(),
    events: [],
    names: new Map(),
    deletedRooms: new Set(),
    mediaChecks: new Map(),
  };
  let last: Promise<unknown> = Promise.resolve();
  const get = (): State => state;
  const change = (next: Partial<State>): void => {
    state = { ...state, ...next };
  };
  const storeFor = (tenantId: string): CallStore => ({
    ...reading(get, tenantId),
    ...writing(get, change, tenantId),
  });
  const withTransaction: WithTransaction = (tenantId, work) => {
    const run = last.then(async () => {
      const before = state;
      const putAgentsBack = agents.snapshot();
      try {
        return await work({ calls: storeFor(tenantId), agents });
      } catch (error) {
        state = before;
        putAgentsBack();
        throw error;
      }
    });
    last = run.catch(() => undefined);
    return run;
  };
  const removed = new Set<string>();
  return {
    withTransaction,
    reads: storeFor,
    sweepStore: sweeping(get, change, removed),
    state: get,
    removed,
  };
}

const isParty = (call: Call, personId: string): boolean =>
  call.caller.supabaseUserId === personId || call.callee?.supabaseUserId === personId;
const talks = (call: Call, personId: string): boolean =>
  call.status === "IN_PROGRESS" && isParty(call, personId);
/** On the call, and not keeping the other side on hold. */
const connects = (call: Call, personId: string): boolean =>
  talks(call, personId) &&
  (call.caller.supabaseUserId === personId ? call.callerHoldAt : call.calleeHoldAt) === null;
const rings = (call: Call, personId: string): boolean =>
  call.status === "RINGING" && offerTo(call, personId)?.outcome === null;
const involves = (call: Call, personId: string): boolean =>
  (!isOver(call) && call.caller.supabaseUserId === personId) ||
  talks(call, personId) ||
  rings(call, personId);
const newestFirst = (a: Call, b: Call): number => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1);
const inHistoryOf = (call: Call, personId: string): boolean =>
  isParty(call, personId) ||
  (call.callee === null &&
    ["missed", "declined", "cancelled"].includes(offerTo(call, personId)?.outcome ?? ""));

type Writing = Pick<
  CallStore,
  | "insert"
  | "save"
  | "nameCommand"
  | "lockPeople"
  | "lockQueue"
  | "lockPlaces"
  | "lockCalls"
  | "tryLock"
>;

function reading(get: () => State, tenantId: string): Omit<CallStore, keyof Writing> {
  const all = (): Call[] => [...get().calls.values()].filter((call) => call.tenantId === tenantId);
  const find = async (callId: string): Promise<Call | null> =>
    all().find(({ id }) => id === callId.toLowerCase()) ?? null;
  const engagementsOf = async (personId: string): Promise<Engagements> => ({
    outgoing:
      all().find((call) => !isOver(call) && call.caller.supabaseUserId === personId)?.id ?? null,
    placing:
      all().find(
        (call) =>
          !isOver(call) && call.answeredAt === null && call.caller.supabaseUserId === personId,
      )?.id ?? null,
    connected: [...get().calls.values()].find((call) => connects(call, personId))?.id ?? null,
    ringing: all()
      .filter((call) => rings(call, personId))
      .map(({ id }) => id)
      .toSorted(),
  });
  return {
    find,
    async findWithEngagements(callId, personId) {
      const call = await find(callId);
      return call && { call, engagements: await engagementsOf(personId) };
    },
    roomInUse: async (roomName) =>
      [...get().calls.values()].some((call) => call.roomName === roomName),
    engagementsOf,
    ringingFrom: async (callerId, personId) =>
      all().find(
        (call) =>
          rings(call, personId) &&
          (callerId === null
            ? call.requestedCalleeId === personId
            : call.caller.supabaseUserId === callerId),
      )?.id ?? null,
    async liveCalls(personId, since) {
      const news = new Set(
        since === null
          ? []
          : get()
              .events.filter(
                ({ recipientId, seq }) => recipientId === personId && BigInt(seq) > BigInt(since),
              )
              .map(({ event }) => event.callId),
      );
      return all()
        .filter((call) => involves(call, personId) || news.has(call.id))
        .toSorted(newestFirst);
    },
    async lastEvent(personId) {
      const last = get().events.findLast(({ recipientId }) => recipientId === personId);
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
    async history(personId, { limit, before }: HistoryPage) {
      const mine = all()
        .filter((call) => inHistoryOf(call, personId))
        .toSorted(newestFirst);
      const from = before === null ? 0 : mine.findIndex(({ id }) => id === before) + 1;
      return before !== null && from === 0 ? [] : mine.slice(from, from + limit);
    },
    callsInvolving: async (personId) =>
      all()
        .filter((call) => involves(call, personId))
        .map(({ id }) => id),
    namedCommand: async (personId, key) =>
      get().names.get(`${tenantId} ${personId} ${key}`) ?? null,
  };
}

function writing(
  get: () => State,
  change: (next: Partial<State>) => void,
  tenantId: string,
): Writing {
  const put = (call: Call, events: readonly RecipientEvent[], now: number): void => {
    const seq = get().events.at(-1)?.seq ?? 0;
    change({
      calls: new Map(get().calls).set(call.id, call),
      events: [
        ...get().events,
        ...events.map((event, index) => ({ ...event, seq: seq + index + 1, createdAt: now })),
      ],
    });
  };
  const others = (call: Call): Call[] =>
    [...get().calls.values()].filter(({ id }) => id !== call.id);
  return {
    tryLock: async () => true,
    lockCalls: async () => undefined,
    lockPeople: async () => undefined,
    lockQueue: async () => undefined,
    lockPlaces: async () => undefined,
    async insert(call, events, now) {
      if (
        !isOver(call) &&
        others(call).some(
          (other) => !isOver(other) && other.caller.supabaseUserId === call.caller.supabaseUserId,
        )
      )
        throw new AlreadyCalling();
      if (others(call).some(({ roomName }) => roomName === call.roomName)) throw new RoomTaken();
      put(call, events, now);
    },
    async save(before, after, events, now, provided) {
      if (get().calls.get(before.id)?.version !== before.version) return false;
      if (
        provided &&
        !isDeepStrictEqual(
          await reading(get, tenantId).engagementsOf(provided.personId),
          provided.engagements,
        )
      )
        return false;
      const parties = [after.caller.supabaseUserId, after.callee?.supabaseUserId ?? ""];
      if (
        others(after).some((other) =>
          parties.some((party) => connects(after, party) && connects(other, party)),
        )
      )
        throw new PartyBusy();
      put(after, events, now);
      return true;
    },
    async nameCommand(personId, key, command, now) {
      const name = `${tenantId} ${personId} ${key}`;
      if (!get().names.has(name))
        change({ names: new Map(get().names).set(name, { ...command, createdAt: now }) });
    },
  };
}

function sweeping(
  get: () => State,
  change: (next: Partial<State>) => void,
  removed: ReadonlySet<string>,
): SweepStore {
  const all = (): Call[] => [...get().calls.values()];
  const due = (at: number | null, now: number): boolean => at !== null && at <= now;
  const toAddress = ({ id, tenantId }: Call) => ({ callId: id, tenantId });
  return {
    dueCalls: async (now, leases, limit) =>
      all()
        .filter(
          (call) =>
            !isOver(call) &&
            (due(call.deadlineAt, now) || (leases && due(call.callerLeaseUntil, now))),
        )
        .slice(0, limit)
        .map(toAddress),
    turnsOver: async (now, limit) =>
      all()
        .filter((call) =>
          openOffers(call).some((offer) => offer.fromQueue && due(offer.expiresAt, now)),
        )
        .slice(0, limit)
        .map(toAddress),
    callsOfRemoved: async (limit) =>
      all()
        .filter((call) => !isOver(call))
        .flatMap((call) =>
          [...removed]
            .filter((personId) => involves(call, personId) || call.requestedCalleeId === personId)
            .map((personId) => ({ ...toAddress(call), personId })),
        )
        .slice(0, limit),
    ringsInVain: async (limit) =>
      all()
        .filter((call) =>
          openOffers(call).some(
            ({ person }) =>
              person.type === "PORTAL_CUSTOMER" &&
              all().some((other) => connects(other, person.supabaseUserId)),
          ),
        )
        .slice(0, limit)
        .map(toAddress),
    desertedCalls: async (now, limit) =>
      all()
        .filter(
          (call) =>
            call.status === "IN_PROGRESS" &&
            (due(call.callerMedia.goneUntil, now) || due(call.calleeMedia.goneUntil, now)),
        )
        .slice(0, limit)
        .map(toAddress),
    async claimMediaChecks(before, now, limit) {
      const claimed = all()
        .filter(
          (call) =>
            call.status === "IN_PROGRESS" &&
            (get().mediaChecks.get(call.id) ?? call.answeredAt ?? 0) <= before,
        )
        .slice(0, limit);
      change({
        mediaChecks: new Map([
          ...get().mediaChecks,
          ...claimed.map(({ id }) => [id, now] as const),
        ]),
      });
      return claimed.map(toAddress);
    },
    roomsToDelete: async (before, limit) =>
      all()
        .filter((call) => due(call.endedAt, before) && !get().deletedRooms.has(call.id))
        .slice(0, limit)
        .map((call) => ({ ...toAddress(call), roomName: call.roomName })),
    roomDeleted: async ({ callId }) =>
      change({ deletedRooms: new Set([...get().deletedRooms, callId]) }),
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
    async forget(before) {
      change({
        events: get().events.filter(({ createdAt }) => createdAt >= before),
        names: new Map([...get().names].filter(([, { createdAt }]) => createdAt >= before)),
      });
    },
  };
}
