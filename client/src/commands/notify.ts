import { ApiError } from "../session/api-error.ts";
import type { Core } from "../state/core.ts";
import type { ClientState } from "../state/state.ts";
import { codeOf } from "./with-retries.ts";

/**
 * Shows a failed command as the state's notice; one whose replies were lost, until its effect shows
 * all the same.
 */
export function notify(
  core: Core,
  error: unknown,
  done: (state: ClientState) => boolean,
  callId?: string,
): void {
  const problem = error instanceof ApiError ? error.problem : null;
  const notice = {
    code: codeOf(error),
    callId: problem?.callId ?? callId,
    name: problem?.answeredBy,
  };
  // Refused: what is held here may be out of date.
  if (problem) void core.fetchLive().catch(() => {});
  else if (done(core.getState())) return;
  core.set({ notice });
  const stop = core.subscribe(() => {
    const state = core.getState();
    if (state.notice !== notice) stop();
    else if (!problem && done(state)) core.set({ notice: null });
  });
}
