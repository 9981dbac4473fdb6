import { randomUUID } from "node:crypto";
import { times, type TenantSettings } from "@synapse-voice/contract";
import { messageOf, RefusalError } from "@synapse-voice/platform/errors";
import { retry } from "@synapse-voice/platform/retry";
import type { Person } from "../../../identity/person.ts";
import type { Call } from "../../domain/call.ts";
import { placeCall, termsOf } from "../../domain/place-call.ts";
import { directionOf, recordingAtPlacement } from "../../domain/recording.ts";
import { retryPolicies } from "../../retry-policies.ts";
import { RoomTaken } from "../../store/call-store.ts";
import { publishStart, type StartCallDeps } from "./start-deps.ts";
import type { StartRequest } from "./start-request.ts";
import { earlierCall, findCallee, refuseWhereFull, toCaller, toParty } from "./start-rules.ts";
import { failStart, writeStart } from "./write-start.ts";

/**
 * Returns the function that starts a call: it creates the media room first, then writes the call
 * with its offers, so that everything that rings can be answered.
 */
export function createStartCall(deps: StartCallDeps): (request: StartRequest) => Promise<Call> {
  // The name of a room ends with the time. Two calls that one person starts in the same millisecond
  // get different times here. At two servers, the second one is tried again with a later time.
  let lastRoomAt = 0;
  const roomTime = (): number => (lastRoomAt = Math.max(deps.clock.now(), lastRoomAt + 1));
  const isRoomTaken = (error: unknown): boolean => error instanceof RoomTaken;

  return (request) =>
    retry(retryPolicies.roomTaken, isRoomTaken, () => startAt(deps, request, roomTime()));
}

async function startAt(
  deps: StartCallDeps,
  request: StartRequest,
  roomTime: number,
): Promise<Call> {
  const { person } = request;
  const reads = deps.reads(person.tenantId);
  const callee =
    request.calleeId === null ? null : await findCallee(deps.directory, person, request.calleeId);
  // This check saves a room. The one that counts follows under the lock.
  const earlier = await earlierCall(reads, request, callee);
  if (earlier) return earlier;
  await refuseWhereFull(reads, deps.maxCalls);
  const settings = await deps.settingsOf(person.tenantId);
  const placed = place(settings, request, callee, roomTime);
  const reason = callee ? null : await whyQueueIsClosed(deps, settings, person);
  if (reason) return failStart(deps, request, placed, { type: "wait_over", reason });
  if (placed.recording?.terms.noRecordingNoCall && !(await deps.canRecord()))
    throw new RefusalError("recording_unavailable");
  try {
    await deps.media.createRoom(placed.roomName, placed.id);
  } catch (error) {
    deps.log.warn({ callId: placed.id, cause: messageOf(error) }, "no media room for a call");
    return failStart(deps, request, placed, { type: "media_failed" });
  }
  return startInRoom(deps, request, placed, callee);
}

async function whyQueueIsClosed(
  { agentStore, isOpen, clock }: StartCallDeps,
  { businessHours, holidays }: TenantSettings,
  { tenantId, userId }: Person,
): Promise<"closed" | "no_agent" | null> {
  if (!isOpen(businessHours, clock.now(), holidays)) return "closed";
  return (await agentStore.hasAgents(tenantId, userId)) ? null : "no_agent";
}

async function startInRoom(
  deps: StartCallDeps,
  request: StartRequest,
  placed: Call,
  callee: Person | null,
): Promise<Call> {
  const call = await writeStart(deps, request, placed, callee).catch(async (error: unknown) => {
    await discardRoom(deps, placed);
    throw error;
  });
  if (call.id !== placed.id) {
    await discardRoom(deps, placed);
    return call;
  }
  publishStart(deps, call);
  if (!callee) return ringAgents(deps, call);
  endCallersTurns(deps, request.person);
  return call;
}

/**
 * Triggers the queue if an agent is free. Otherwise an agent who becomes free triggers it, so that
 * many new calls don't make it read all of them each time. If this fails, the sweeper triggers the
 * queue within a second.
 */
async function ringAgents(
  { agentStore, queue, reads, clock, log }: StartCallDeps,
  call: Call,
): Promise<Call> {
  try {
    if ((await agentStore.headcount(call.tenantId, clock.now())).free === 0) return call;
    await queue.offerWaitingCalls(call.tenantId);
    return (await reads(call.tenantId).find(call.id)) ?? call;
  } catch (error) {
    log.warn(
      { callId: call.id, cause: messageOf(error) },
      "a new call's first turn is left to the sweeper",
    );
    return call;
  }
}

/** Ends a queue call's offer to an agent who places a call. If this fails, the sweeper does it. */
function endCallersTurns({ queue, log }: StartCallDeps, { type, tenantId }: Person): void {
  if (type !== "CRM_USER") return;
  queue
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
      leaseMs: times.callerLeaseMs,
      recording: recordingAtPlacement(
        settings.recording,
        directionOf(person.type, callee?.type ?? null),
        now,
      ),
    },
    now,
  );
}

/** Deletes the room of a call that was not started. A room that can't be deleted ends by itself. */
async function discardRoom(
  { reads, media, log }: StartCallDeps,
  { id, tenantId, roomName }: Call,
): Promise<void> {
  try {
    if (!(await reads(tenantId).isRoomInUse(roomName))) await media.deleteRoom(roomName);
  } catch (error) {
    log.warn(
      { callId: id, cause: messageOf(error) },
      "the room of a call that did not start is left",
    );
  }
}
