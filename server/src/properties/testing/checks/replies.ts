import { errorCodes, type CallSnapshot } from "@synapse-voice/contract";
import type { TestReply } from "../../../testing/server-for-tests.ts";
import type { Request } from "../steps/step.ts";
import {
  calleeOf,
  isLive,
  isPlacedBy,
  isWaiting,
  ownLegOf,
  type CallRow,
  type LegRow,
  type Observation,
} from "../world/observation.ts";
import { stranger } from "../world/people.ts";

/** A request and what came of it; no reply where the server died over it. */
export interface Exchange {
  readonly request: Request;
  readonly reply: TestReply | null;
  /** Since when the server that was asked has been able to hear renewals without a break. */
  readonly steadySince: number;
}

/** What was so around some requests. */
export interface Circumstances {
  readonly before: Observation;
  readonly after: Observation;
  /** Nothing else happened meanwhile, so the reply tells what the database holds. */
  readonly alone: boolean;
  readonly mediaUp: boolean;
  /** All that happened meanwhile. */
  readonly exchanges: readonly Exchange[];
}

const rowOf = (seen: Observation, id: string | undefined): CallRow | undefined =>
  seen.calls.find((call) => call.id === id);
const aboutCalls = new Set<string>([
  "accept",
  "decline",
  "cancel",
  "hang_up",
  "hold",
  "resume",
  "continue",
  "renew",
  "media_token",
]);

/** Somebody wished to go on with a call on a device of theirs; on which, where that is told. */
const asksToContinue = (
  exchanges: readonly Exchange[],
  callId: string,
  personId: string | null,
  deviceId?: string,
): boolean =>
  exchanges.some(
    ({ request: { kind, who, device, ...request } }) =>
      kind === "continue" &&
      request.callId === callId &&
      who.id === personId &&
      (deviceId === undefined || device === deviceId),
  );

/**
 * I1: a call stays on the devices of its two parties, unless one of them goes on with it on
 * another.
 */
export const wrongMoves = (
  exchanges: readonly Exchange[],
  before: Observation,
  after: Observation,
): string[] =>
  after.calls.flatMap(({ id, legs }) => {
    const accepted = after.offers.find(
      ({ callId, outcome }) => callId === id && outcome === "accepted",
    );
    const deviceBefore = (leg: LegRow): string | null =>
      rowOf(before, id)?.legs.find((was) => was.id === leg.id)?.deviceId ??
      (leg.role === "caller" ? leg.deviceId : (accepted?.deviceId ?? null));
    return legs
      .map((leg) => ({ who: leg.userId, from: deviceBefore(leg), to: leg.deviceId }))
      .filter(({ who, from, to }) => from !== to && !asksToContinue(exchanges, id, who, to ?? ""))
      .map(({ from, to }) => `I1: call ${id} went from ${from} to ${to}, which nobody wished`);
  });

/** What is wrong with a reply, held against what the database holds then. */
export function wrongReplies({ request, reply }: Exchange, circumstances: Circumstances): string[] {
  if (!reply) return [];
  const said =
    `${request.kind} by ${request.who.name} was answered ${reply.status} ${reply.body?.code ?? ""}`.trim();
  const faults = [
    ...wrongStatus(request, reply, circumstances),
    ...(reply.status < 300
      ? wrongSuccess(request, reply, circumstances)
      : wrongRefusal(request, reply, circumstances)),
  ];
  return faults.map((fault) => `${said}: ${fault}`);
}

function wrongStatus(
  { kind, who, key }: Request,
  { status, body }: TestReply,
  { before, mediaUp }: Circumstances,
): string[] {
  // A start that failed is told so again under its name, also when the media server is back.
  const failedBefore =
    kind === "dial" && key !== null && rowOf(before, body?.callId)?.status === "FAILED";
  const away = status === 503 && body?.code === "media_unavailable" && (!mediaUp || failedBefore);
  return [
    status >= 500 && !away ? "a fault of the server" : "",
    status >= 400 && !(body?.code in errorCodes) ? "a code that the contract does not have" : "",
    status === 429 ? "nobody here asks too much" : "",
    who.name === stranger && aboutCalls.has(kind) && body?.code !== "call_not_found"
      ? "tenancy: a stranger learns of a call"
      : "",
  ].filter((fault) => fault !== "");
}

function wrongSuccess(
  request: Request,
  { body }: TestReply,
  { before, after, alone, exchanges }: Circumstances,
): string[] {
  const { kind, who, device } = request;
  const snapshot = body?.call as CallSnapshot | undefined;
  const row = rowOf(after, snapshot?.id ?? request.callId ?? undefined);
  const faults: string[] = [];
  if (snapshot) {
    if (!row) return ["a call that the database does not hold"];
    // A waiting call has its next turn right after the commit, and who is there is looked at after
    // a move; so its row may be further by then.
    const mustBeLast = alone && row.requestedCalleeId !== null && kind !== "continue";
    const sameVersion = snapshot.version === row.version;
    if (
      snapshot.version > row.version ||
      (mustBeLast && !sameVersion) ||
      (sameVersion && snapshot.status !== row.status)
    )
      faults.push(
        `I5: version ${snapshot.version} ${snapshot.status} where the database holds ${row.version} ${row.status}`,
      );
  }
  if (row) {
    const mine = isPlacedBy(row, who.id);
    const own = ownLegOf(row, who.id);
    if (kind === "dial" && (!mine || body.callId !== row.id)) faults.push("another's call");
    if (kind === "dial" && row.requestedCalleeId !== calleeIn(request))
      faults.push("I9: a call to somebody else");
    if (
      kind === "dial" &&
      alone &&
      isClosed(before) &&
      calleeIn(request) === null &&
      !rowOf(before, row.id)
    )
      faults.push("the queue is closed");
    const moves = !alone && asksToContinue(exchanges, row.id, who.id);
    if (kind === "accept" && (own?.role !== "callee" || (!moves && own.deviceId !== device)))
      faults.push("I1: the call belongs to another");
    if (kind === "continue" && !own) faults.push("I1: the call of others");
    if (
      (kind === "cancel" ||
        (kind === "hang_up" && row.legs.some(({ userId }) => userId === who.id))) &&
      isLive(row)
    )
      faults.push("the call lives on");
    if (
      alone &&
      (kind === "hold" || kind === "resume") &&
      isLive(row) &&
      ((own?.holdSince ?? null) !== null) !== (kind === "hold")
    )
      faults.push("it has not come about");
    faults.push(...wrongTokens(request, body, row, { alone, moves }));
  }
  return faults;
}

const calleeIn = ({ body }: Request): unknown =>
  (body as { readonly calleeSupabaseId?: string }).calleeSupabaseId ?? null;
const isClosed = ({ settings }: Observation): boolean => settings.businessHours?.spans.length === 0;

/** With these replies comes a way into the room. */
const tokenIn: Partial<Record<Request["kind"], (body: TestReply["body"]) => unknown>> = {
  dial: (body) => body.callerToken,
  accept: (body) => body.media?.token,
  continue: (body) => body.media?.token,
  media_token: (body) => body.token,
};

/**
 * I6: a media token goes to the one device of a party that owns the media of a live call, and
 * enters its room alone. `moves`: who owns it changed meanwhile.
 */
function wrongTokens(
  { who, kind, device }: Request,
  body: TestReply["body"],
  row: CallRow,
  { alone, moves }: { readonly alone: boolean; readonly moves: boolean },
): string[] {
  const token = tokenIn[kind]?.(body);
  const faults: string[] = [];
  if (JSON.stringify({ ...body, callerToken: "", token: "", media: null }).includes("media-token"))
    faults.push("I6: a media token where none belongs");
  if (token === undefined) return [...faults, ...(kind in tokenIn ? ["no media token"] : [])];
  const [, room, identity] = String(token).split(" ");
  const owner = moves ? device : (ownLegOf(row, who.id)?.deviceId ?? null);
  if (room !== row.roomName) faults.push(`I6: a token for room ${room}`);
  if (owner === null || identity !== `${who.id}:${owner}`)
    faults.push(`I6: a token for ${identity}`);
  if (owner !== device) faults.push("I6: a token for another device than the media's");
  if (alone && !isLive(row)) faults.push(`I6: a token for a call that is ${row.status}`);
  if (kind === "dial" && typeof body.calleeToken === "string" && grantsMedia(body.calleeToken))
    faults.push("I6: who is rung gets into the room");
  return faults;
}

function grantsMedia(token: string): boolean {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8") || "{}",
  );
  return typeof claims === "object" && claims !== null && "video" in claims;
}

function wrongRefusal(
  { kind, who, device, callId }: Request,
  { body }: TestReply,
  { before, after, alone, exchanges }: Circumstances,
): string[] {
  const named = rowOf(after, body?.callId ?? callId ?? undefined);
  const faults: string[] = [];
  if (kind === "accept" && body?.code === "answered_elsewhere") {
    if (!named || named.answeredAt === null) faults.push("nobody answered it");
    else if (
      calleeOf(named)?.userId === who.id &&
      calleeOf(named)?.deviceId === device &&
      !asksToContinue(exchanges, named.id, who.id)
    )
      faults.push("they answered it themselves, here");
    else if (typeof body.answeredBy !== "string" || body.answeredBy === "")
      faults.push("it does not say who");
  }
  if (
    kind === "accept" &&
    alone &&
    who.role !== null &&
    (body?.code === "on_another_call" || body?.code === "busy") &&
    !before.calls.some((call) => isWaiting(call) && isPlacedBy(call, who.id))
  )
    faults.push("I2: the agent's other call is put on hold");
  if (body?.code === "call_ended" && named && isLive(named) && alone && kind !== "accept")
    faults.push("the call lives");
  if (
    kind === "dial" &&
    body?.code === "already_calling" &&
    alone &&
    !before.calls.some((call) => isLive(call) && isPlacedBy(call, who.id))
  )
    faults.push("they call nobody");
  if (kind === "dial" && body?.code === "media_unavailable" && named?.status !== "FAILED")
    faults.push("the history does not show it");
  return faults;
}
