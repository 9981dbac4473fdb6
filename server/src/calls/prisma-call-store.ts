import type { CallStatus } from "@synapse-voice/contract";
import { Prisma, type Transaction } from "@synapse-voice/prisma";
import { violates } from "../adapters/database-errors.ts";
import { AlreadyCalling, PartyBusy, type CallStore } from "./call-store.ts";
import { changingColumns, fromRow, offerChanges, toOfferRow, toRow } from "./call-rows.ts";
import type { Call, Offer } from "./call.ts";
import type { RecipientEvent } from "./views.ts";

const live: CallStatus[] = ["QUEUED", "RINGING", "IN_PROGRESS"];
const withOffers = { offers: { orderBy: [{ offeredAt: "asc" }, { id: "asc" }] } } as const satisfies Prisma.CallLogInclude;

/** The calls of one tenant in PostgreSQL. */
export function createPrismaCallStore(database: Transaction, tenantId: string): CallStore {
  const findMany = async (where: Prisma.CallLogWhereInput, more: Pick<Prisma.CallLogFindManyArgs, "orderBy" | "take"> = {}): Promise<Call[]> =>
    (await database.callLog.findMany({ where: { tenantId, AND: where }, include: withOffers, ...more })).map(fromRow);
  return {
    async find(callId) {
      if (!isUuid(callId)) return null;
      const row = await database.callLog.findUnique({ where: { tenantId_id: { tenantId, id: callId } }, include: withOffers });
      return row && fromRow(row);
    },
    async tryLock(callId) {
      const locked = await database.$queryRaw<unknown[]>`SELECT 1 FROM "CallLog" WHERE "id" = ${callId}::uuid AND "tenantId" = ${tenantId}::uuid FOR UPDATE SKIP LOCKED`;
      return locked.length > 0;
    },
    insert: (call, events, now) => insert(database, call, events, now),
    save: (before, after, events, now) => save(database, before, after, events, now),
    isCurrent: async ({ id, version }) => (await database.callLog.count({ where: { id, tenantId, version } })) > 0,
    roomInUse: async (roomName) => (await database.callLog.findUnique({ where: { tenantId, roomName }, select: { id: true } })) !== null,
    async lockPeople(people) {
      for (const person of people.toSorted()) await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`call_start:${person}`}, 0))`;
    },
    async lockQueue() {
      await database.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`call_queue:${tenantId}`}, 0))`;
    },
    async engagementsOf(personId) {
      const [outgoing, connected] = [
        await database.callLog.findFirst({ where: { tenantId, fromUserId: personId, status: { in: live } }, select: { id: true, answeredAt: true } }),
        await database.connectedParty.findUnique({ where: { supabaseUserId: personId }, select: { callId: true } }),
      ];
      return { outgoing: outgoing?.id ?? null, placing: outgoing?.answeredAt ? null : (outgoing?.id ?? null), connected: connected?.callId ?? null };
    },
    async ringingFrom(callerId, personId) {
      const call = await database.callLog.findFirst({
        where: { tenantId, status: "RINGING", ...(callerId === null ? { requestedCalleeId: personId } : { fromUserId: callerId }), offers: { some: { personId, outcome: null } } },
        select: { id: true },
      });
      return call?.id ?? null;
    },
    async liveCalls(personId, since) {
      const news = since === null ? [] : await database.callEvent.findMany({ where: { supabaseUserId: personId, seq: { gt: toSeq(since) } }, select: { callId: true }, distinct: ["callId"] });
      return findMany({ OR: [...involving(personId), { id: { in: news.map(({ callId }) => callId) } }] }, { orderBy: [{ placedAt: "desc" }, { id: "desc" }] });
    },
    async cursor(personId) {
      const last = await database.callEvent.findFirst({ where: { supabaseUserId: personId }, orderBy: { seq: "desc" }, select: { seq: true } });
      return (last?.seq ?? 0n).toString();
    },
    countLive: () => database.callLog.count({ where: { tenantId, status: { in: live } } }),
    waitingCalls: () => findMany({ status: { in: ["QUEUED", "RINGING"] }, requestedCalleeId: null }, { orderBy: [{ placedAt: "asc" }, { id: "asc" }] }),
    history: (personId, { limit, before }) => history(database, tenantId, personId, limit, before),
    async callsInvolving(personId) {
      const rows = await database.callLog.findMany({ where: { tenantId, OR: involving(personId) }, select: { id: true } });
      return rows.map(({ id }) => id);
    },
    namedCommand: (personId, key) => database.idempotencyKey.findUnique({ where: { supabaseUserId_key: { supabaseUserId: personId, key }, tenantId }, select: { command: true, callId: true } }),
    async nameCommand(personId, key, { command, callId }, now) {
      await database.idempotencyKey.createMany({ data: [{ supabaseUserId: personId, key, tenantId, command, callId, createdAt: new Date(now) }], skipDuplicates: true });
    },
  };
}

/** A made-up cursor may be larger than any number of PostgreSQL. */
const toSeq = (cursor: string): bigint => BigInt.asIntN(64, BigInt(cursor)) === BigInt(cursor) ? BigInt(cursor) : 2n ** 63n - 1n;

const isUuid = (id: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(id);

/** Live calls that a person placed, answered, or is being rung by. */
const involving = (personId: string): Prisma.CallLogWhereInput[] => [
  { status: { in: live }, fromUserId: personId },
  { status: "IN_PROGRESS", toUserId: personId },
  { status: "RINGING", offers: { some: { personId, outcome: null } } },
];

async function insert(database: Transaction, call: Call, events: readonly RecipientEvent[], now: number): Promise<void> {
  try {
    await database.callLog.createMany({ data: [toRow(call)] });
  } catch (error) {
    if (violates(error, "CallLog_one_live_outgoing_call")) throw new AlreadyCalling("one live outgoing call a person", { cause: error });
    throw error;
  }
  await writeOffers(database, call, call.offers, []);
  await writeEvents(database, events, now);
}

async function save(database: Transaction, before: Call, after: Call, events: readonly RecipientEvent[], now: number): Promise<boolean> {
  const { id, tenantId, version } = before;
  try {
    const { count } = await database.callLog.updateMany({ where: { id, tenantId, version }, data: changingColumns(after) });
    if (count === 0) return false;
  } catch (error) {
    if (violates(error, "ConnectedParty_pkey")) throw new PartyBusy("one un-held call a person", { cause: error });
    throw error;
  }
  const { made, decided } = offerChanges(before, after);
  await writeOffers(database, after, made, decided);
  await writeEvents(database, events, now);
  return true;
}

/** Offers that end alike are written by one statement: a queue call may have rung many. */
async function writeOffers(database: Transaction, call: Call, made: readonly Offer[], decided: readonly Offer[]): Promise<void> {
  if (made.length > 0) await database.callOffer.createMany({ data: made.map((offer) => toOfferRow(call, offer)) });
  const alike = new Map<string, [Offer, ...Offer[]]>();
  for (const offer of decided) {
    const key = `${offer.outcome} ${offer.deviceId} ${offer.endedAt}`;
    alike.set(key, [offer, ...(alike.get(key) ?? [])]);
  }
  for (const offers of alike.values()) {
    const { outcome, deviceId, endedAt } = toOfferRow(call, offers[0]);
    await database.callOffer.updateMany({ where: { id: { in: offers.map(({ id }) => id) }, callId: call.id, tenantId: call.tenantId }, data: { outcome, deviceId, endedAt } });
  }
}

/** One statement, sorted by recipient: numbers are given under a lock per recipient, always taken in the same order. */
async function writeEvents(database: Transaction, events: readonly RecipientEvent[], now: number): Promise<void> {
  if (events.length === 0) return;
  const sorted = events.toSorted((a, b) => (a.recipientId < b.recipientId ? -1 : 1));
  await database.callEvent.createMany({
    data: sorted.map(({ recipientId, event }) => ({ supabaseUserId: recipientId, callId: event.callId, version: event.version, type: event.type, payload: event, createdAt: new Date(now) })),
  });
}

/** Calls that a person placed, was named in or answered, and queue calls that rang them to the end or were declined. */
async function history(database: Transaction, tenantId: string, personId: string, limit: number, before: string | null): Promise<Call[]> {
  const mine: Prisma.CallLogWhereInput = {
    OR: [{ fromUserId: personId }, { toUserId: personId }, { toUserId: null, offers: { some: { personId, outcome: { in: ["missed", "declined", "cancelled"] } } } }],
  };
  const last = before === null ? null : await database.callLog.findFirst({ where: { tenantId, id: before, AND: mine }, select: { placedAt: true } });
  if (before !== null && last === null) return [];
  const older: Prisma.CallLogWhereInput = last && before !== null ? { OR: [{ placedAt: { lt: last.placedAt } }, { placedAt: last.placedAt, id: { lt: before } }] } : {};
  const rows = await database.callLog.findMany({ where: { tenantId, AND: [mine, older] }, include: withOffers, orderBy: [{ placedAt: "desc" }, { id: "desc" }], take: limit });
  return rows.map(fromRow);
}
