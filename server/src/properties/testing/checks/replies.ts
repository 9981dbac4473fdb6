import { errorCodes, type CallSnapshot } from "@synapse-voice/contract";
import type { TestReply } from "../../../testing/server-for-tests.ts";
import type { Request } from "../steps/to-request.ts";
import {
  calleeOf,
  isLive,
  isPlacedBy,
  isWaiting,
  ownLegOf,
  type CallRow,
  type Observation,
} from "../world/observation.ts";
import { stranger } from "../world/people.ts";
import { asksToMove, rowOf, type Circumstances, type Exchange } from "./circumstances.ts";
import { wrongTokens } from "./media-tokens.ts";

/** Commands on a call. */
const commandsOnCalls = new Set<string>([
  "accept",
  "decline",
  "cancel",
  "hang_up",
  "hold",
  "resume",
  "continue",
  "renew",
  "media_token",
  "report_sound",
]);

/** Returns what is wrong with a reply, compared with the database after it. */
export function wrongReplies({ request, reply }: Exchange, circumstances: Circumstances): string[] {
  if (!reply) return [];
  const answer = `${reply.status} ${reply.body?.code ?? ""}`.trim();
  const summary = `${request.kind} by ${request.who.name} was answered ${answer}`;
  const faults = [
    ...wrongStatus(request, reply, circumstances),
    ...(reply.status < 300
      ? wrongSuccess(request, reply, circumstances)
      : wrongRefusal(request, reply, circumstances)),
  ];
  return faults.map((fault) => `${summary}: ${fault}`);
}

function wrongStatus(
  { kind, who, key }: Request,
  { status, body }: TestReply,
  { before, mediaUp }: Circumstances,
): string[] {
  // A start that failed has the same reply with the same key, also when the media server is back.
  const failedBefore =
    kind === "dial" && key !== null && rowOf(before, body?.callId)?.status === "FAILED";
  const away = status === 503 && body?.code === "media_unavailable" && (!mediaUp || failedBefore);
  return [
    status >= 500 && !away ? "a fault of the server" : "",
    status >= 400 && !(body?.code in errorCodes) ? "a code that the contract does not have" : "",
    status === 429 ? "nobody here sends too many requests" : "",
    who.name === stranger && commandsOnCalls.has(kind) && body?.code !== "call_not_found"
      ? "tenancy: a stranger can tell that there is a call"
      : "",
  ].filter((fault) => fault !== "");
}

function wrongSuccess(
  request: Request,
  { body }: TestReply,
  circumstances: Circumstances,
): string[] {
  const { after, alone } = circumstances;
  const snapshot = body?.call as CallSnapshot | undefined;
  const row = rowOf(after, snapshot?.id ?? request.callId ?? undefined);
  if (snapshot && !row) return ["a call that the database does not have"];
  if (!row) return [];
  return [
    ...(snapshot ? wrongVersion(request, snapshot, row, alone) : []),
    ...(request.kind === "dial" ? wrongStart(request, body, row, circumstances) : []),
    ...wrongResult(request, body, row, circumstances),
  ];
}

function wrongVersion(
  { kind }: Request,
  snapshot: CallSnapshot,
  row: CallRow,
  alone: boolean,
): string[] {
  // A waiting call gets its next turn right after the commit, and a move is followed by a media
  // check. So the row may have a later version by now.
  const mustBeLast = alone && row.requestedCalleeId !== null && kind !== "continue";
  const isSameVersion = snapshot.version === row.version;
  return snapshot.version > row.version ||
    (mustBeLast && !isSameVersion) ||
    (isSameVersion && snapshot.status !== row.status)
    ? [
        [
          `versions: version ${snapshot.version} ${snapshot.status}`,
          `while the database has ${row.version} ${row.status}`,
        ].join(" "),
      ]
    : [];
}

function wrongStart(
  request: Request,
  body: TestReply["body"],
  row: CallRow,
  { before, alone }: Circumstances,
): string[] {
  const calleeId = calleeIn(request);
  const faults: string[] = [];
  if (!isPlacedBy(row, request.who.id) || body.callId !== row.id) faults.push("another's call");
  if (row.requestedCalleeId !== calleeId) faults.push("idempotency: a call to somebody else");
  if (alone && isClosed(before) && calleeId === null && !rowOf(before, row.id))
    faults.push("the queue is closed");
  return faults;
}

function wrongResult(
  request: Request,
  body: TestReply["body"],
  row: CallRow,
  { alone, exchanges }: Circumstances,
): string[] {
  const { kind, who, device } = request;
  const own = ownLegOf(row, who.id);
  const moves = !alone && asksToMove(exchanges, row.id, who.id);
  const faults: string[] = [];
  if (kind === "accept" && (own?.role !== "callee" || (!moves && own.deviceId !== device)))
    faults.push("owner: the call belongs to another");
  if (kind === "continue" && !own) faults.push("owner: the call of others");
  const ends =
    kind === "cancel" || (kind === "hang_up" && row.legs.some(({ userId }) => userId === who.id));
  if (ends && isLive(row)) faults.push("the call is still live");
  const isHolding = (own?.holdSince ?? null) !== null;
  const holds = kind === "hold" || kind === "resume";
  if (alone && holds && isLive(row) && isHolding !== (kind === "hold"))
    faults.push("the hold did not change");
  return [...faults, ...wrongTokens(request, body, row, { alone, moves })];
}

const calleeIn = ({ body }: Request): unknown =>
  (body as { readonly calleeSupabaseId?: string }).calleeSupabaseId ?? null;
const isClosed = ({ settings }: Observation): boolean => settings.businessHours?.spans.length === 0;

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
      !asksToMove(exchanges, named.id, who.id)
    )
      faults.push("they answered it themselves, here");
    else if (typeof body.answeredBy !== "string" || body.answeredBy === "")
      faults.push("it does not say by whom");
  }
  if (
    kind === "accept" &&
    alone &&
    who.role !== null &&
    (body?.code === "on_another_call" || body?.code === "busy") &&
    !before.calls.some((call) => isWaiting(call) && isPlacedBy(call, who.id))
  )
    faults.push("one active call: the agent's other call would be put on hold");
  if (body?.code === "call_ended" && named && isLive(named) && alone && kind !== "accept")
    faults.push("the call is live");
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
