import {
  acceptCall,
  callHistory,
  cancelCall,
  continueCall,
  declineCall,
  hangUpCall,
  holdCall,
  liveCalls,
  mediaToken,
  renewLease,
  resumeCall,
  startCall,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { SignInvitation } from "../service/start/invitation.ts";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import { ApiError } from "../../platform/http/api-error.ts";
import type { Person } from "../../identity/person.ts";
import { route, type Route } from "../../platform/http/route.ts";
import type { QueueService } from "../../queue/queue-service.ts";
import { isOver, roleInCall, type Call } from "../domain/call.ts";
import { calleeLeg } from "../domain/caller-callee.ts";
import type { PersonCommand } from "../domain/inputs.ts";
import type { CallReader } from "../store/call-store.ts";
import type { CallsService } from "../service/calls-service.ts";
import type { CallQueries } from "../feed/live-calls.ts";
import type { LiveFeed } from "../feed/live-feed.ts";
import type { BeforeJoining } from "../rooms/media-check.ts";
import type { StartRequest } from "../service/start/start-rules.ts";
import type { TakeCall } from "../service/answer.ts";
import { mediaDeviceOf, snapshotFor } from "../domain/snapshots.ts";

export interface CallRouteParts {
  readonly start: (request: StartRequest) => Promise<Call>;
  readonly take: TakeCall;
  readonly calls: CallsService;
  readonly queries: CallQueries;
  readonly feed: LiveFeed;
  readonly media: MediaServer;
  readonly beforeJoining: BeforeJoining;
  readonly signInvitation: SignInvitation;
  readonly reads: CallReader;
  readonly queue: Pick<QueueService, "placeOf">;
  readonly clock: Clock;
}

export function createCallRoutes(parts: CallRouteParts): Route[] {
  const { media, clock, calls } = parts;
  const serverTime = (): string => new Date(clock.now()).toISOString();
  const tokenFor = (call: Call, person: Person, deviceId: string): Promise<string> =>
    media.mintToken(call.roomName, person.userId, deviceId);

  const reply = (call: Call, person: Person) => ({
    serverTime: serverTime(),
    call: snapshotFor(call, person.userId),
  });
  const withMedia = async (call: Call, person: Person, deviceId: string) => ({
    ...reply(call, person),
    media: { url: media.publicUrl, token: await tokenFor(call, person, deviceId) },
  });
  const command = async (
    type: Exclude<PersonCommand["type"], "accept" | "continue" | "resume" | "renew_lease">,
    { person, deviceId, params }: CommandRequest,
  ) =>
    reply(
      await calls.carryOut(
        { tenantId: person.tenantId, callId: params.callId },
        { type, by: { userId: person.userId, deviceId } },
      ),
      person,
    );

  return [
    route(startCall, async ({ person, deviceId, body, idempotencyKey }) => {
      const calleeId = body.calleeSupabaseId?.toLowerCase() ?? null;
      const call = await parts.start({
        person,
        deviceId,
        calleeId,
        callerName: body.callerName ?? null,
        idempotencyKey,
      });
      // The same start again, from a device that the call has left since: it must not get into the
      // room as the other one.
      if (mediaDeviceOf(call, person.userId) !== deviceId)
        throw new ApiError("already_calling", { callId: call.id });
      const expires = call.deadlineAt ?? call.placedAt;
      return {
        callId: call.id,
        roomName: call.roomName,
        callerToken: await tokenFor(call, person, deviceId),
        calleeToken:
          call.requestedCalleeId === null
            ? null
            : await parts.signInvitation(call.id, call.requestedCalleeId, call.placedAt, expires),
        mediaUrl: media.publicUrl,
        serverTime: serverTime(),
        call: snapshotFor(call, person.userId),
      };
    }),
    route(liveCalls, ({ person, query, signal }) =>
      parts.feed.poll(person, { since: query.since ?? null, wait: query.wait * 1000, signal }),
    ),
    route(acceptCall, async ({ person, deviceId, params }) =>
      withMedia(await parts.take.accept(person, deviceId, params.callId), person, deviceId),
    ),
    route(continueCall, async ({ person, deviceId, params }) => {
      const command = {
        type: "continue",
        by: { userId: person.userId, deviceId },
      } as const;
      return withMedia(
        await calls.carryOut({ tenantId: person.tenantId, callId: params.callId }, command),
        person,
        deviceId,
      );
    }),
    route(declineCall, (request) => command("decline", request)),
    route(cancelCall, (request) => command("cancel", request)),
    route(hangUpCall, (request) => command("hang_up", request)),
    route(holdCall, (request) => command("hold", request)),
    route(resumeCall, async ({ person, deviceId, params }) =>
      reply(await parts.take.resume(person, deviceId, params.callId), person),
    ),
    route(renewLease, async ({ person, deviceId, params }) => {
      const call = await calls.carryOut(
        { tenantId: person.tenantId, callId: params.callId },
        { type: "renew_lease", by: { userId: person.userId, deviceId } },
      );
      return { ...reply(call, person), queue: await parts.queue.placeOf(call) };
    }),
    route(mediaToken, async ({ person, deviceId, params }) => {
      const call = await parts.reads(person.tenantId).find(params.callId);
      mustOwnMedia(call, person.userId, deviceId);
      await parts.beforeJoining(call, { userId: person.userId, deviceId });
      return { url: media.publicUrl, token: await tokenFor(call, person, deviceId) };
    }),
    route(callHistory, ({ person, query }) =>
      parts.queries.history(person, {
        limit: query.limit,
        before: query.before?.toLowerCase() ?? null,
      }),
    ),
  ];
}

interface CommandRequest {
  readonly person: Person;
  readonly deviceId: string;
  readonly params: { readonly callId: string };
}

/** A media token goes to the one device of a party of a live call that owns the call's media. */
function mustOwnMedia(call: Call | null, userId: string, deviceId: string): asserts call is Call {
  const role = call && roleInCall(call, userId);
  if (!call || role === null) throw new ApiError("call_not_found");
  if (isOver(call)) throw new ApiError("call_ended", { callId: call.id });
  if (role === "offered") throw new ApiError("call_not_answered", { callId: call.id });
  if (mediaDeviceOf(call, userId) === deviceId) return;
  const callee = calleeLeg(call);
  throw new ApiError("answered_elsewhere", {
    callId: call.id,
    ...(callee ? { answeredBy: callee.party.name } : {}),
  });
}
