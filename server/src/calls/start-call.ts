import { randomUUID } from "node:crypto";
import { callerNameLength, mayCall, times } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "../adapters/clock.ts";
import type { MediaServer } from "../adapters/media-server.ts";
import { ApiError } from "../http/api-error.ts";
import { nameOf, type PeopleDirectory, type Person } from "../http/person.ts";
import type { AgentPool } from "../routing/agent-pool.ts";
import type { Router } from "../routing/ring-all.ts";
import { isOver, type Call, type CallParty, type Command } from "./call.ts";
import { AlreadyCalling, type CallReader, type WithTransaction } from "./call-store.ts";
import { placeCall } from "./place-call.ts";
import { transition } from "./transition.ts";
import { eventsBetween } from "./views.ts";

/** Who wants to call whom. */
export interface StartRequest {
  readonly person: Person;
  readonly deviceId: string;
  /** Null: whichever agent answers. */
  readonly calleeId: string | null;
  /** Used only where the caller's record holds no name. */
  readonly callerName: string | null;
  readonly idempotencyKey: string | null;
}

export interface StartCallParts {
  readonly withTransaction: WithTransaction;
  readonly reads: CallReader;
  readonly directory: PeopleDirectory;
  readonly pool: AgentPool;
  readonly router: Router;
  readonly media: MediaServer;
  /** How long calls of a tenant ring, ms. */
  readonly ringTimeoutOf: (tenantId: string) => Promise<number>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Starts a call: its media room first, then its row with the offers; so what rings can be answered. Returns the call. */
export function createStartCall(parts: StartCallParts): (request: StartRequest) => Promise<Call> {
  const { withTransaction, reads, media, clock, log } = parts;

  async function start(request: StartRequest): Promise<Call> {
    const { person, idempotencyKey } = request;
    const callee = request.calleeId === null ? null : await findCallee(parts.directory, person, request.calleeId);
    // A first look spares a room; what counts is the second, under the lock.
    const earlier = (await sameCommand(reads(person.tenantId), request)) ?? (await refuseWhereEngaged(reads(person.tenantId), person, callee));
    if (earlier) return earlier;
    const placed = await place(parts, request, callee);
    if (callee === null && !(await parts.pool.hasAgents(person.tenantId, person.supabaseUserId, clock.now()))) return failNow(placed, { type: "deadline_passed" }, "no_agent");
    try {
      await media.createRoom(placed.roomName, placed.id);
    } catch (error) {
      log.warn({ callId: placed.id, cause: error instanceof Error ? error.message : String(error) }, "no media room for a call");
      return failNow(placed, { type: "media_failed" }, "media_unavailable");
    }
    const call = await write(request, placed, callee).catch(async (error: unknown) => {
      await media.deleteRoom(placed.roomName).catch(() => log.warn({ callId: placed.id }, "the room of a call that did not start goes by itself"));
      throw error;
    });
    if (call.id !== placed.id) void media.deleteRoom(placed.roomName).catch(() => log.warn({ callId: placed.id }, "the room of a repeated start goes by itself"));
    else log.info({ callId: call.id, tenantId: call.tenantId, status: call.status, offers: call.offers.length, named: idempotencyKey !== null }, "call started");
    return call;
  }

  /** Keeps a call that could not begin, for the history; nobody is told, nothing rings. */
  async function failNow(placed: Call, command: Command, code: "no_agent" | "media_unavailable"): Promise<never> {
    const now = clock.now();
    const over = transition({ ...placed, deadlineAt: now }, command, now);
    if (over.kind === "changed") await withTransaction(placed.tenantId, (stores) => stores.calls.insert(over.call, [], now));
    throw new ApiError(code, { callId: placed.id });
  }

  async function write(request: StartRequest, placed: Call, callee: Person | null): Promise<Call> {
    const { person, idempotencyKey } = request;
    const offers: Command | null = callee ? { type: "offer", people: [{ offerId: randomUUID(), person: toParty(callee) }] } : await parts.router.offersFor(placed);
    try {
      return await withTransaction(person.tenantId, async (stores) => {
        await stores.calls.lockPeople(callee ? [person.supabaseUserId, callee.supabaseUserId] : [person.supabaseUserId]);
        const earlier = (await sameCommand(stores.calls, request)) ?? (await refuseWhereEngaged(stores.calls, person, callee));
        if (earlier) return earlier;
        const now = clock.now();
        const outcome = offers ? transition(placed, offers, now) : null;
        const call = { ...(outcome?.kind === "changed" ? outcome.call : placed), version: 1 };
        await stores.calls.insert(call, eventsBetween(null, call), now);
        if (idempotencyKey !== null) await stores.calls.nameCommand(person.supabaseUserId, idempotencyKey, { command: commandName(request), callId: call.id }, now);
        return call;
      });
    } catch (error) {
      if (!(error instanceof AlreadyCalling)) throw error;
      const { outgoing } = await reads(person.tenantId).engagementsOf(person.supabaseUserId);
      throw new ApiError("already_calling", outgoing === null ? {} : { callId: outgoing }, error);
    }
  }

  return start;
}

type Reader = ReturnType<CallReader>;

const commandName = ({ calleeId }: StartRequest): string => `start-call ${calleeId ?? "agents"}`;

/** The call that this very command led to before; null where it is new. */
async function sameCommand(calls: Reader, request: StartRequest): Promise<Call | null> {
  if (request.idempotencyKey === null) return null;
  const named = await calls.namedCommand(request.person.supabaseUserId, request.idempotencyKey);
  if (!named) return null;
  if (named.command !== commandName(request)) throw new ApiError("idempotency_conflict", { callId: named.callId });
  const call = await calls.find(named.callId);
  if (call && isOver(call)) throw new ApiError("call_ended", { callId: call.id });
  return call;
}

async function refuseWhereEngaged(calls: Reader, person: Person, callee: Person | null): Promise<null> {
  const me = person.supabaseUserId;
  const mine = await calls.engagementsOf(me);
  if (mine.outgoing !== null) throw new ApiError("already_calling", { callId: mine.outgoing });
  if (mine.connected !== null) throw new ApiError("on_another_call", { callId: mine.connected });
  // A customer whom an agent is just ringing has found whom they look for.
  const ringing = callee || person.type === "PORTAL_CUSTOMER" ? await calls.ringingFrom(callee?.supabaseUserId ?? null, me) : null;
  if (ringing !== null) throw new ApiError("incoming_from_callee", { callId: ringing });
  if (callee?.type !== "PORTAL_CUSTOMER") return null;
  const theirs = await calls.engagementsOf(callee.supabaseUserId);
  if (theirs.connected !== null || theirs.outgoing !== null) throw new ApiError("busy");
  return null;
}

/** Another tenant's person is no one. */
async function findCallee(directory: PeopleDirectory, person: Person, calleeId: string): Promise<Person> {
  if (calleeId === person.supabaseUserId) throw new ApiError("self_call");
  const callee = await directory.find(calleeId);
  if (!callee || callee.tenantId !== person.tenantId) throw new ApiError("callee_not_found");
  if (!mayCall(person.type, callee.type)) throw new ApiError("call_not_allowed");
  return callee;
}

async function place({ ringTimeoutOf, clock }: StartCallParts, { person, deviceId, callerName }: StartRequest, callee: Person | null): Promise<Call> {
  const recorded = nameOf(person);
  const given = [...(callerName ?? "").trim()].slice(0, callerNameLength).join("");
  const caller: CallParty = { ...toParty(person), name: recorded || given, verified: recorded !== "" };
  const ringTimeout = await ringTimeoutOf(person.tenantId);
  return placeCall(
    { id: randomUUID(), tenantId: person.tenantId, caller, callerDeviceId: deviceId, callee: callee && toParty(callee), ringTimeout, callerLease: times.callerLease },
    clock.now(),
  );
}

const toParty = (person: Person): CallParty => ({
  supabaseUserId: person.supabaseUserId,
  type: person.type,
  name: nameOf(person),
  verified: true,
  portalCustomerId: person.portalCustomerId,
});
