import { startCallSlim } from "@synapse-voice/contract";
import { randomId } from "../session/random-id.ts";
import type { Core } from "../state/core.ts";
import { waiting } from "../state/waiting-call.ts";
import type { CallCommands } from "./commands.ts";
import type { HangUps } from "./hang-ups.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { notify } from "./notify.ts";
import { persist } from "./with-retries.ts";

/** One press on Call, until the server's reply. */
interface Attempt {
  takenBack: boolean;
  done: Promise<void>;
}

/** Starting calls, and taking one back before the server has said which it is. */
export interface Dial extends Pick<CallCommands, "call"> {
  /** Takes back what is being dialled; with an id, if that is the call that came of it. */
  takeBack(callId?: string): void;
}

/** Makes the way to start calls; it watches the state from now on. */
export function createDial(core: Core, hangUps: HangUps, media: MediaTokens): Dial {
  let current: Attempt | null = null;

  // The feed may name a call that was taken back sooner than its reply, or in place of it.
  core.subscribe(() => {
    const callId = current?.takenBack && waiting(core);
    if (callId) void hangUps.add(callId);
  });

  async function start(attempt: Attempt, calleeId: string | null): Promise<void> {
    const key = randomId();
    try {
      const reply = await persist(
        core,
        () => core.request(startCallSlim, { body: { calleeSupabaseId: calleeId }, key }),
        () => !attempt.takenBack,
      );
      media.keep(reply.callId, { url: reply.mediaUrl, token: reply.callerToken });
      const ended = attempt.takenBack ? hangUps.add(reply.callId) : null;
      core.merge(reply.call);
      await ended;
    } catch (error) {
      // There may be a call all the same, so the feed is watched for it.
      if (attempt.takenBack) return;
      notify(core, error, ({ calls }) =>
        calls.some((view) => view.here && view.role === "caller" && view.phase !== "ended"),
      );
    }
    if (current !== attempt) return;
    current = null;
    core.set({ dialing: null });
  }

  return {
    call: ({ supabaseUserId: calleeId = null, name = null } = {}) => {
      if (current && !current.takenBack) return current.done;
      core.set({ notice: null, dialing: { calleeId, name } });
      const attempt: Attempt = { takenBack: false, done: Promise.resolve() };
      // One that was taken back ends first, else the server would see two calls at once.
      const before = current?.done ?? Promise.resolve();
      current = attempt;
      attempt.done = before.then(() => start(attempt, calleeId));
      return attempt.done;
    },
    takeBack: (callId) => {
      if (callId !== undefined && callId !== waiting(core)) return;
      if (current) current.takenBack = true;
      core.set({ dialing: null });
    },
  };
}
