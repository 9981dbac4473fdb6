import { ApiError } from "../session/api-error.ts";
import type { Core } from "../state/core.ts";
import type { ClientState } from "../state/state.ts";
import { codeOf } from "./with-retries.ts";

/**
 * Shows a failed command as the state's notice. If only the reply was lost, the notice disappears
 * when `isDone` shows that the command had its effect.
 */
export function showFailure(
  core: Core,
  error: unknown,
  isDone: (state: ClientState) => boolean,
  callId?: string,
): void {
  const problem = error instanceof ApiError ? error.problem : null;
  const notice = {
    code: codeOf(error),
    callId: problem?.callId ?? callId,
    name: problem?.answeredBy,
  };
  // Refused: the state may be out of date.
  if (problem) void core.fetchLive().catch(() => {});
  else if (isDone(core.getState())) return;
  core.set({ notice });
  const stop = core.subscribe(() => {
    const state = core.getState();
    if (state.notice !== notice) stop();
    else if (!problem && isDone(state)) core.set({ notice: null });
  });
}
