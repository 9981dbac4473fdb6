import { times, type WantedState } from "@synapse-voice/contract";
import { liveReply } from "./live-calls.ts";
import { iso, json } from "./replies.ts";
import { agentStateOf, type SeenRequest, type ServerState } from "./server-state.ts";

/** Answers `PUT` and `DELETE /api/voip/presence`. */
export function presence(state: ServerState, request: SeenRequest): Response {
  const deviceId = request.headers["synapse-device"];
  if (request.method === "DELETE") return json(200, { deviceId });
  state.wanted = (request.body as { state: WantedState }).state;
  const agentState = agentStateOf(state);
  const wrapUpUntil = agentState === "wrap_up" ? state.work.wrapUpUntil : null;
  return json(200, {
    deviceId,
    state: agentState,
    leaseUntil: iso(state.now() + times.presenceLeaseMs),
    ...state.work,
    wrapUpUntil: wrapUpUntil && iso(wrapUpUntil),
    ...liveReply(state, Infinity),
  });
}

/** Answers `DELETE /api/voip/wrap-up`. */
export function endWrapUp(state: ServerState): Response {
  state.work = { ...state.work, wrapUpUntil: null };
  return json(200, { state: agentStateOf(state) });
}
