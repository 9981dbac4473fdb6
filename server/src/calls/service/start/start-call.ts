import { randomUUID } from "node:crypto";
import { times, type BusinessHours, type TenantSettings } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { AgentStore } from "../../../agents/store/agent-store.ts";
import { ApiError } from "../../../platform/http/api-error.ts";
import { messageOf } from "@synapse-voice/platform/errors";
import type { CallChange } from "../call-change.ts";
import type { PeopleDirectory, Person } from "../../../identity/person.ts";
import type { Router } from "../../../queue/router.ts";
import type { Call } from "../../domain/call.ts";
import type { Command } from "../../domain/inputs.ts";
import { resultOf } from "../calls-service.ts";
import {
  AlreadyCalling,
  RoomTaken,
  type CallReader,
  type CallStore,
  type WithTransaction,
} from "../../store/call-store.ts";
import { placeCall, termsOf } from "../../domain/place-call.ts";
import {
  commandName,
  earlierCall,
  findCallee,
  refusalOf,
  refuseWhereFull,
  sameCommand,
  takePlace,
  toCaller,
  toParty,
  type StartRequest,
} from "./start-rules.ts";
import { transition } from "../../domain/transition.ts";
import { eventsBetween } from "../../domain/events.ts";

export interface StartCallParts {
  readonly withTransaction: WithTransaction;
  readonly reads: CallReader;
  readonly directory: PeopleDirectory;
  readonly agentStore: Pick<AgentStore, "hasAgents" | "headcount">;
  readonly router: Pick<Router, "offerWaitingCalls">;
  readonly media: MediaServer;
  readonly settingsOf: (tenantId: string) => Promise<TenantSettings>;
  /** Whether calls to nobody in particular are taken at that time. */
  readonly isOpen: (hours: BusinessHours | null, now: number) => boolean;
  /** So many calls a tenant may have at once. */
  readonly mostCalls: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** For the figures that operators watch. */
  readonly callChanged?: (change: CallChange) => void;
}

/** How often a start is tried again after its room's name turned out to be another call's. */
const attempts = 5;

/**
 * Starts a call: its media room first, then its row with the offers; so what rings can be answered.
 * Returns the call.
 */
export function createStartCall(parts: StartCallParts): (request: StartRequest) => Promise<Call> {
  // Two calls that one person starts in the same millisecond must not share a room: not here, and
  // at two servers the second one takes a later name.
  let lastRoomAt = 0;
  const roomTime = (): number => (lastRoomAt = Math.max(parts.clock.now(), lastRoomAt + 1));

  return async (request) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await startNamed(parts, request, roomTime());
      } catch (error) {
        if (!(error instanceof RoomTaken) || tries === attempts) throw error;
      }
    }
  };
}

async function startNamed(
  parts: StartCallParts,
  request: StartRequest,
  roomTime: number,
): Promise<Call> {
  const { reads, media, clock, log } = parts;
  const { person } = request;
  const callee =
    request.calleeId === null ? null : await findCallee(parts.directory, person, request.calleeId);
  // A first look spares a room; what counts is the second, under the lock.
  const earlier = await earlierCall(reads(person.tenantId), request, callee);
  if (earlier) return earlier;
  await refuseWhereFull(reads(person.tenantId), parts.mostCalls);
  const settings = await parts.settingsOf(person.tenantId);
  const placed = place(settings, request, callee, roomTime);
  if (callee === null && !parts.isOpen(settings.businessHours, clock.now()))
    return failNow(parts, request, placed, { type: "wait_over", reason: "closed" });
  if (callee === null && !(await parts.agentStore.hasAgents(person.tenantId, person.userId)))
    return failNow(parts, request, placed, { type: "wait_over", reason: "no_agent" });
  try {
    await media.createRoom(placed.roomName, placed.id);
  } catch (error) {
    log.warn({ callId: placed.id, cause: messageOf(error) }, "no media room for a call");
    return failNow(parts, request, placed, { type: "media_failed" });
  }
  const call = await write(parts, request, placed, callee).catch(async (error: unknown) => {
    await discardRoom(parts, placed);
    throw error;
  });
  if (call.id !== placed.id) {
    await discardRoom(parts, placed);
    return call;
  }
  started(parts, call);
  if (callee) {
    giveTurnAway(parts, person);
    return call;
  }
  return ringAgents(parts, call);
}

function started({ log, callChanged }: StartCallParts, call: Call): void {
  const { id, tenantId, status, endReason, offers } = call;
  log.info({ callId: id, tenantId, status, endReason, offers: offers.length }, "call started");
  callChanged?.({ before: null, command: "start", call });
}

/**
 * A turn of the queue may come at once. With nobody free there is none to come, and whoever is free
 * later sees to the queue themselves: a flood need not look through it with each call. If that
 * fails the call is placed all the same: the sweeper sees to it within a second.
 */
async function ringAgents(
  { agentStore, router, reads, clock, log }: StartCallParts,
  call: Call,
): Promise<Call> {
  try {
    if ((await agentStore.headcount(call.tenantId, clock.now())).free === 0) return call;
    await router.offerWaitingCalls(call.tenantId);
    return (await reads(call.tenantId).find(call.id)) ?? call;
  } catch (error) {
    log.warn(
      { callId: call.id, cause: messageOf(error) },
      "a new call's first turn is left to the sweeper",
    );
    return call;
  }
}

/**
 * An agent who places a call can't answer the queue meanwhile. If it fails here, the sweeper does
 * it.
 */
function giveTurnAway({ router, log }: StartCallParts, { type, tenantId }: Person): void {
  if (type !== "CRM_USER") return;
  router
    .offerWaitingCalls(tenantId)
    .catch((error: unknown) =>
      log.warn(
        { tenantId, cause: messageOf(error) },
        "turns of an agent who calls are left to the sweeper",
      ),
    );
}

function place(
  settings: TenantSettings,
  { person, deviceId, callerName }: StartRequest,
  callee: Person | null,
  now: number,
): Call {
  const timeoutSeconds = callee ? settings.ringTimeoutSeconds : settings.maxWaitSeconds;
  return placeCall(
    {
      id: randomUUID(),
      tenantId: person.tenantId,
      caller: { legId: randomUUID(), party: toCaller(person, callerName) },
      callerDeviceId: deviceId,
      callee: callee && { legId: randomUUID(), party: toParty(callee) },
      timeoutMs: timeoutSeconds * 1000,
      terms: termsOf(settings),
      leaseMs: times.callerLease,
    },
    now,
  );
}

async function write(
  { withTransaction, reads, mostCalls, clock }: StartCallParts,
  request: StartRequest,
  placed: Call,
  callee: Person | null,
): Promise<Call> {
  const { tenantId, userId } = request.person;
  const offers: Command | null = callee && {
    type: "offer",
    people: [{ offerId: randomUUID(), person: toParty(callee) }],
  };
  try {
    return await withTransaction(tenantId, async ({ calls }) => {
      await calls.lockPeople(callee ? [userId, callee.userId] : [userId]);
      const earlier = await earlierCall(calls, request, callee);
      if (earlier) return earlier;
      await takePlace(calls, mostCalls);
      const now = clock.now();
      const fresh = startingAt(placed, now);
      const outcome = offers ? transition(fresh, offers, now) : null;
      const call = { ...(outcome?.kind === "changed" ? outcome.call : fresh), version: 1 };
      await calls.insert(call, eventsBetween(null, call), now);
      await nameCommand(calls, request, call, now);
      return call;
    });
  } catch (error) {
    if (!(error instanceof AlreadyCalling)) throw error;
    const { outgoing } = await reads(tenantId).engagementsOf(userId);
    throw new ApiError("already_calling", outgoing === null ? {} : { callId: outgoing }, error);
  }
}

/**
 * Room and locks take their time; a call rings for all of its own, and waits a full lease for who
 * places it.
 */
const startingAt = (call: Call, now: number): Call => ({
  ...call,
  deadlineAt: call.deadlineAt && call.deadlineAt + now - call.placedAt,
  legs: call.legs.map((leg) =>
    leg.leaseUntil === null ? leg : { ...leg, leaseUntil: now + times.callerLease },
  ),
});

/**
 * The call did not come about. A room that stays, since the media server is away, goes by itself
 * soon.
 */
async function discardRoom(
  { reads, media, log }: StartCallParts,
  { id, tenantId, roomName }: Call,
): Promise<void> {
  try {
    if (!(await reads(tenantId).roomInUse(roomName))) await media.deleteRoom(roomName);
  } catch (error) {
    log.warn(
      { callId: id, cause: messageOf(error) },
      "the room of a call that did not start is left",
    );
  }
}

async function nameCommand(
  calls: CallStore,
  request: StartRequest,
  call: Call,
  now: number,
): Promise<void> {
  const { person, idempotencyKey } = request;
  if (idempotencyKey !== null)
    await calls.nameCommand(
      person.userId,
      idempotencyKey,
      { command: commandName(request), callId: call.id },
      now,
    );
}

/**
 * Keeps a call that could not begin, for the history, and throws why; nobody is told, nothing
 * rings. The same command again comes to the same.
 */
async function failNow(
  parts: StartCallParts,
  request: StartRequest,
  placed: Call,
  command: Command,
): Promise<Call> {
  const now = parts.clock.now();
  const call = resultOf(transition(placed, command, now), placed.id);
  const earlier = await parts.withTransaction(placed.tenantId, async ({ calls }) => {
    if (request.idempotencyKey !== null) await calls.lockPeople([request.person.userId]);
    const same = await sameCommand(calls, request);
    if (same) return same;
    await calls.insert(call, [], now);
    await nameCommand(calls, request, call, now);
    return null;
  });
  if (earlier) return earlier;
  started(parts, call);
  throw refusalOf(call);
}
