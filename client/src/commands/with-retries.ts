import { ApiError } from "../session/api-error.ts";
import type { Core } from "../state/core.ts";
import type { ClientState } from "../state/state.ts";

const tries = 3;
const between = 1_000;

const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : "network");

/**
 * Tries a command up to three times while no reply comes and it is still `wanted`. However often it
 * is heard, it is one command.
 */
export async function persist<T>(
  core: Core,
  task: () => Promise<T>,
  wanted = (): boolean => true,
  attempt = 1,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (codeOf(error) !== "network" || attempt >= tries) throw error;
    await new Promise<void>((resolve) => core.clock.after(between, resolve));
    if (!wanted()) throw error;
    return persist(core, task, wanted, attempt + 1);
  }
}

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
