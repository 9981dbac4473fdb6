import { isTerminal, type CallRecording, type CallSnapshot } from "@synapse-voice/contract";
import { iso, json, problem } from "./replies.ts";
import { isParty, type SeenRequest, type ServerState } from "./server-state.ts";

const mediaUrl = "ws://media.test";

/** Answers `POST /api/voip/start-call`; the same idempotency key gives the same call. */
export function startCall(state: ServerState, request: SeenRequest): Response {
  const key = request.headers["idempotency-key"] ?? "";
  const known = state.calls.get(state.keys.get(key) ?? "");
  const id = `call-${state.calls.size + 1}`;
  const caller = {
    supabaseUserId: state.userId,
    type: "PORTAL_CUSTOMER",
    name: "Me",
    verified: true,
  } as const;
  const mediaDeviceId = request.headers["synapse-device"] ?? null;
  const call = known?.call ?? state.put({ id, caller, offer: null, mediaDeviceId });
  state.keys.set(key, call.id);
  return json(201, {
    callId: call.id,
    roomName: call.roomName,
    callerToken: `token-${call.id}`,
    calleeToken: null,
    mediaUrl,
    serverTime: iso(state.now()),
    call,
  });
}

/** Puts all other calls of the user on hold: at most one is not. */
function holdOthers(state: ServerState, callId: string): void {
  for (const { call } of state.calls.values()) {
    const active = call.status === "IN_PROGRESS" && isParty(state, call) && !call.held;
    if (active && call.id !== callId)
      state.put({ id: call.id, held: true, heldSince: iso(state.now()) });
  }
}

const callIdOf = ({ path }: SeenRequest): string => /calls\/([^/]+)/u.exec(path)?.[1] ?? "";

/** Changes the recording of a call, if it has one. */
function recordingChange(
  state: ServerState,
  request: SeenRequest,
  change: Partial<CallRecording>,
): Partial<CallSnapshot> {
  const recording = state.calls.get(callIdOf(request))?.call.recording;
  return recording === undefined ? {} : { recording: { ...recording, ...change } };
}

/** Changes that each command makes to a live call, by the end of its path. */
const changes: Record<
  string,
  (state: ServerState, request: SeenRequest, time: string) => Partial<CallSnapshot>
> = {
  hold: (_state, _request, time) => ({ held: true, heldSince: time }),
  resume: () => ({ held: false, heldSince: null }),
  accept: (_state, { headers }, time) => ({
    mediaDeviceId: headers["synapse-device"] ?? null,
    status: "IN_PROGRESS",
    answeredAt: time,
    offer: { id: "offer-1", outcome: "accepted" },
  }),
  "left-page": () => ({}),
  sound: () => ({}),
  "recording/start": (state, request, time) =>
    recordingChange(state, request, { activeFrom: time, state: "recording" }),
  "recording/pause": (state, request, time) =>
    recordingChange(state, request, { pausedSince: time, state: "paused" }),
  "recording/resume": (state, request) =>
    recordingChange(state, request, { pausedSince: null, state: "recording" }),
  "recording/consent": (state, request, time) => {
    const { agreed } = request.body as { readonly agreed: boolean };
    return recordingChange(state, request, {
      agreed,
      asksReader: false,
      ...(agreed ? { activeFrom: time, state: "recording" } : { state: "refused" }),
    });
  },
  continue: (_state, { headers }) => ({ mediaDeviceId: headers["synapse-device"] ?? null }),
  decline: ({ userId }, _request, time) => ({
    status: "DECLINED",
    endReason: "declined",
    endedAt: time,
    endedBy: userId,
  }),
  "hang-up": ({ userId }, _request, time) => ({
    status: "COMPLETED",
    endReason: "hung_up",
    endedAt: time,
    endedBy: userId,
  }),
};

/** Answers the commands below `/api/voip/calls/:callId`. */
export function command(state: ServerState, request: SeenRequest): Response {
  const callId = callIdOf(request);
  const [, name = ""] = /calls\/[^/]+\/(.+)$/u.exec(request.path) ?? [];
  const known = state.calls.get(callId)?.call;
  const serverTime = iso(state.now());
  if (!known || (isTerminal(known.status) && name !== "hang-up"))
    return problem(known ? "call_ended" : "call_not_found");
  if (name === "media-token") return json(200, { url: mediaUrl, token: `fresh-${callId}` });
  if (name === "lease") return json(200, { serverTime, call: known, queue: state.queue });
  if (isTerminal(known.status)) return json(200, { serverTime, call: known });
  if (name === "resume" || name === "accept") holdOthers(state, callId);
  const change = (changes[name] ?? changes["hang-up"])?.(state, request, serverTime);
  const call = state.put({ id: callId, ...change });
  const media = { url: mediaUrl, token: `token-${callId}` };
  const joins = name === "accept" || name === "continue";
  return json(200, { serverTime, call, ...(joins && { media }) });
}
