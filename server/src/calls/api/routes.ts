import {
  acceptCall,
  callHistory,
  cancelCall,
  moveCallToDevice,
  declineCall,
  hangUpCall,
  holdCall,
  leavePage,
  liveCalls,
  mediaToken,
  renewLease,
  reportSound,
  resumeCall,
  startCall,
  type QueuePlace,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Person } from "../../identity/person.ts";
import { route, type Route } from "../../platform/http/route.ts";
import type { Call } from "../domain/call.ts";
import type { PersonCommand } from "../domain/inputs.ts";
import { mediaDeviceOf, snapshotFor } from "../domain/snapshots.ts";
import type { CallQueries } from "../feed/live-calls.ts";
import type { LiveFeed } from "../feed/live-feed.ts";
import type { BeforeJoining } from "../rooms/media-check.ts";
import type { AnswerService } from "../service/answer.ts";
import type { CallsService } from "../service/execute.ts";
import type { SignInvitation } from "../service/start/invitation.ts";
import type { StartRequest } from "../service/start/start-request.ts";
import type { CallReader } from "../store/call-store.ts";
import { mustOwnMedia } from "./media-owner.ts";

export interface CallRouteDeps {
  readonly start: (request: StartRequest) => Promise<Call>;
  readonly answers: AnswerService;
  readonly calls: CallsService;
  readonly queries: CallQueries;
  readonly feed: LiveFeed;
  readonly media: MediaServer;
  readonly beforeJoining: BeforeJoining;
  readonly signInvitation: SignInvitation;
  readonly reads: CallReader;
  /** Returns the place of a call in the queue; null if it does not wait for an agent. */
  readonly placeOf: (call: Call) => Promise<QueuePlace | null>;
  readonly clock: Clock;
}

export const createCallRoutes = (deps: CallRouteDeps): Route[] => [
  startRoute(deps),
  ...commandRoutes(deps),
  ...mediaRoutes(deps),
  route(liveCalls, ({ person, query, signal }) =>
    deps.feed.poll(person, { since: query.since ?? null, waitMs: query.wait * 1000, signal }),
  ),
  route(callHistory, ({ person, query }) =>
    deps.queries.history(person, {
      limit: query.limit,
      before: query.before?.toLowerCase() ?? null,
    }),
  ),
];

/** A person's request about a call. */
interface CallRequest {
  readonly person: Person;
  readonly deviceId: string;
  readonly params: { readonly callId: string };
}

const addressOf = ({ person, params }: CallRequest) => ({
  tenantId: person.tenantId,
  callId: params.callId,
});

const actorOf = ({ person, deviceId }: CallRequest) => ({ userId: person.userId, deviceId });

const serverTime = ({ clock }: CallRouteDeps): string => new Date(clock.now()).toISOString();

const replyOf = (deps: CallRouteDeps, call: Call, { userId, customersSee }: Person) => ({
  serverTime: serverTime(deps),
  call: snapshotFor(call, userId, customersSee),
});

const mintToken = (
  { media }: CallRouteDeps,
  { roomName }: Call,
  { userId }: Person,
  deviceId: string,
): Promise<string> => media.mintToken(roomName, userId, deviceId);

const startRoute = (deps: CallRouteDeps): Route =>
  route(startCall, async ({ person, deviceId, body, idempotencyKey }) => {
    const call = await deps.start({
      person,
      deviceId,
      calleeId: body.calleeSupabaseId?.toLowerCase() ?? null,
      callerName: body.callerName ?? null,
      idempotencyKey,
    });
    // The same command again, from a device that has lost the call since. It must not join the room
    // in the place of the other one.
    if (mediaDeviceOf(call, person.userId) !== deviceId)
      throw new RefusalError("already_calling", { callId: call.id });
    const { id, requestedCalleeId, placedAt, deadlineAt } = call;
    return {
      callId: id,
      roomName: call.roomName,
      callerToken: await mintToken(deps, call, person, deviceId),
      calleeToken:
        requestedCalleeId === null
          ? null
          : await deps.signInvitation(id, requestedCalleeId, placedAt, deadlineAt ?? placedAt),
      mediaUrl: deps.media.publicUrl,
      ...replyOf(deps, call, person),
    };
  });

function commandRoutes(deps: CallRouteDeps): Route[] {
  const { calls, answers } = deps;
  const execute = async (
    type: Exclude<PersonCommand["type"], "accept" | "continue" | "record" | "resume">,
    request: CallRequest,
  ): Promise<Call> => calls.execute(addressOf(request), { type, by: actorOf(request) });
  const command = async (
    type: "decline" | "cancel" | "hang_up" | "hold" | "leave_page",
    request: CallRequest,
  ) => replyOf(deps, await execute(type, request), request.person);
  return [
    route(declineCall, (request) => command("decline", request)),
    route(cancelCall, (request) => command("cancel", request)),
    route(hangUpCall, (request) => command("hang_up", request)),
    route(holdCall, (request) => command("hold", request)),
    route(leavePage, (request) => command("leave_page", request)),
    route(resumeCall, async ({ person, deviceId, params }) =>
      replyOf(deps, await answers.resume(person, deviceId, params.callId), person),
    ),
    route(renewLease, async (request) => {
      const call = await execute("renew_lease", request);
      return { ...replyOf(deps, call, request.person), queue: await deps.placeOf(call) };
    }),
  ];
}

/** The routes of a device that has the media of a call, or asks for them. */
function mediaRoutes(deps: CallRouteDeps): Route[] {
  const { calls, answers, media, reads } = deps;
  const withMedia = async (call: Call, person: Person, deviceId: string) => ({
    ...replyOf(deps, call, person),
    media: { url: media.publicUrl, token: await mintToken(deps, call, person, deviceId) },
  });
  return [
    route(acceptCall, async ({ person, deviceId, params }) =>
      withMedia(await answers.accept(person, deviceId, params.callId), person, deviceId),
    ),
    route(moveCallToDevice, async (request) => {
      const command = { type: "continue", by: actorOf(request) } as const;
      const call = await calls.execute(addressOf(request), command);
      return withMedia(call, request.person, request.deviceId);
    }),
    route(reportSound, async (request) => {
      const { person, deviceId, params, body } = request;
      mustOwnMedia(await reads(person.tenantId).find(params.callId), person.userId, deviceId);
      const call = await calls.execute(addressOf(request), {
        type: "sound_reported",
        party: actorOf(request),
        trouble: body.trouble,
      });
      return replyOf(deps, call, person);
    }),
    route(mediaToken, async (request) => {
      const { person, deviceId, params } = request;
      const call = await reads(person.tenantId).find(params.callId);
      mustOwnMedia(call, person.userId, deviceId);
      await deps.beforeJoining(call, actorOf(request));
      return { url: media.publicUrl, token: await mintToken(deps, call, person, deviceId) };
    }),
  ];
}
