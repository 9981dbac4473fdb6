import { isDeepStrictEqual } from "node:util";
import {
  createFakeAgentStore,
  type FakeAgentStore,
} from "../../../agents/store/fake-agent-store.ts";
import { isOver, legOf, offerTo, openOffers, ownLeg, type Call } from "../../domain/call.ts";
import { calleeLeg, callerLeg } from "../../domain/caller-callee.ts";
import type { RecipientEvent } from "../../domain/events.ts";
import { isActive, isConnected } from "../../domain/leg.ts";
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

/** Connected, and not keeping the others on hold. */
const connects = (call: Call, userId: string): boolean =>
  call.legs.some((leg) => leg.party.userId === userId && isActive(leg));
const places = (call: Call, userId: string): boolean =>
  !isOver(call) && callerLeg(call).party.userId === userId;
const rings = (call: Call, userId: string): boolean =>
  call.status === "RINGING" && offerTo(call, userId)?.outcome === null;
const involves = (call: Call, userId: string): boolean =>
  (!isOver(call) && ownLeg(call, userId) !== undefined) || rings(call, userId);
const newestFirst = (a: Call, b: Call): number => b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1);
const inHistoryOf = (call: Call, userId: string): boolean =>
  legOf(call, userId) !== undefined ||
  (calleeLeg(call) === undefined &&
    ["missed", "declined", "cancelled"].includes(offerTo(call, userId)?.outcome ?? ""));

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
  const engagementsOf = async (userId: string): Promise<Engagements> => {
    const placed = all().find((call) => places(call, userId));
    return {
      outgoing: placed?.id ?? null,
      placing: placed?.answeredAt === null ? placed.id : null,
      connected: [...get().calls.values()].find((call) => connects(call, userId))?.id ?? null,
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
    roomInUse: async (roomName) =>
      [...get().calls.values()].some((call) => call.roomName === roomName),
    engagementsOf,
    ringingFrom: async (callerId, userId) =>
      all().find(
        (call) =>
          rings(call, userId) &&
          (callerId === null
            ? call.requestedCalleeId === userId
            : callerLeg(call).party.userId === callerId),
      )?.id ?? null,
    async liveCalls(userId, since) {
      const news = new Set(
        since === null
          ? []
          : get()
              .events.filter(
                (event) => event.userId === userId && BigInt(event.seq) > BigInt(since),
              )
              .map(({ event }) => event.callId),
      );
      return all()
        .filter((call) => involves(call, userId) || news.has(call.id))
        .toSorted(newestFirst);
    },
    async lastEvent(userId) {
      const last = get().events.findLast((event) => event.userId === userId);
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
    namedCommand: async (userId, key) => get().names.get(`${tenantId} ${userId} ${key}`) ?? null,
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
        others(call).some((other) => places(other, callerLeg(call).party.userId))
      )
        throw new AlreadyCalling();
      if (others(call).some(({ roomName }) => roomName === call.roomName)) throw new RoomTaken();
      put(call, events, now);
    },
    async save(before, after, events, now, precondition) {
      if (get().calls.get(before.id)?.version !== before.version) return false;
      const engagements =
        precondition && (await reading(get, tenantId).engagementsOf(precondition.userId));
      if (!isDeepStrictEqual(engagements, precondition?.engagements)) return false;
      const active = after.legs.filter(isActive).map(({ party }) => party.userId);
      if (others(after).some((other) => active.some((userId) => connects(other, userId))))
        throw new PartyBusy();
      put(after, events, now);
      return true;
    },
    async nameCommand(userId, key, command, now) {
      const name = `${tenantId} ${userId} ${key}`;
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
            (due(call.deadlineAt, now) ||
              (leases && call.legs.some(({ leaseUntil }) => due(leaseUntil, now)))),
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
            .filter((userId) => legOf(call, userId) || rings(call, userId))
            .map((userId) => ({ ...toAddress(call), userId })),
        )
        .slice(0, limit),
    ringsInVain: async (limit) =>
      all()
        .filter((call) =>
          openOffers(call).some(
            ({ person }) =>
              person.type === "PORTAL_CUSTOMER" &&
              all().some((other) => connects(other, person.userId)),
          ),
        )
        .slice(0, limit)
        .map(toAddress),
    desertedCalls: async (now, limit) =>
      all()
        .filter(({ legs }) =>
          legs.some((leg) => isConnected(leg) && due(leg.media.rejoinDeadline, now)),
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
