import { startCallSlim } from "@synapse-voice/contract";
import { randomId } from "../session/random-id.ts";
import type { Core } from "../state/core.ts";
import { waitingCallId } from "../state/waiting-call.ts";
import type { CallCommands } from "./commands.ts";
import { showFailure } from "./failure-notice.ts";
import type { HangUps } from "./hang-ups.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { withRetries } from "./with-retries.ts";

/** One press on Call, until the server's reply. */
interface Attempt {
  cancelled: boolean;
  done: Promise<void>;
}

/** Starts calls, and cancels one whose id is not known yet. */
export interface Dial extends Pick<CallCommands, "call"> {
  /** Cancels the call that is being dialled. With an id, only if it is that call. */
  cancel(callId?: string): void;
}

/** Makes the dial. It watches the state from now on. */
export function createDial(core: Core, hangUps: HangUps, tokens: MediaTokens): Dial {
  let current: Attempt | null = null;

  // The feed may bring a cancelled call before its reply, or instead of it.
  core.subscribe(() => {
    const callId = current?.cancelled && waitingCallId(core);
    if (callId) void hangUps.add(callId);
  });

  async function start(attempt: Attempt, calleeId: string | null): Promise<void> {
    const key = randomId();
    try {
      const reply = await withRetries(
        core,
        () => core.request(startCallSlim, { body: { calleeSupabaseId: calleeId }, key }),
        () => !attempt.cancelled,
      );
      tokens.store(reply.callId, { url: reply.mediaUrl, token: reply.callerToken });
      const ended = attempt.cancelled ? hangUps.add(reply.callId) : null;
      core.merge(reply.call);
      await ended;
    } catch (error) {
      // The server may have made the call even so. `current` stays, so that the call is recognized
      // when the feed brings it.
      if (attempt.cancelled) return;
      showFailure(core, error, ({ calls }) =>
        calls.some((view) => view.here && view.role === "caller" && view.phase !== "ended"),
      );
    }
    if (current !== attempt) return;
    current = null;
    core.set({ dialing: null });
  }

  return {
    call: ({ supabaseUserId: calleeId = null, name = null } = {}) => {
      if (current && !current.cancelled) return current.done;
      core.set({ notice: null, dialing: { calleeId, name } });
      const attempt: Attempt = { cancelled: false, done: Promise.resolve() };
      // A cancelled call must end first; else the server would see two calls at once.
      const before = current?.done ?? Promise.resolve();
      current = attempt;
      attempt.done = before.then(() => start(attempt, calleeId));
      return attempt.done;
    },
    cancel: (callId) => {
      if (callId !== undefined && callId !== waitingCallId(core)) return;
      if (current) current.cancelled = true;
      core.set({ dialing: null });
    },
  };
}
