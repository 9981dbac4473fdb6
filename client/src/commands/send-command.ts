import type { CallSnapshot, MediaAccess } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { CallView } from "../state/state.ts";
import { showFailure } from "./failure-notice.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { withRetries } from "./with-retries.ts";

/**
 * Sends a command about a call. A failure becomes the notice. A media token of the reply is stored.
 * `isDone` tells whether the call shows the command's effect. Resolves to true if the server
 * confirmed the command.
 */
export type SendCommand = (
  callId: string,
  isDone: (view: CallView) => boolean,
  request: () => Promise<{ call: CallSnapshot; media?: MediaAccess }>,
) => Promise<boolean>;

/** Makes the function that sends commands. */
export const createSendCommand =
  (core: Core, tokens: MediaTokens): SendCommand =>
  async (callId, isDone, request) => {
    core.set({ notice: null });
    try {
      const { call, media } = await withRetries(core, request);
      // Before the merge, as the room is entered as soon as the call is there.
      if (media) tokens.store(callId, media);
      core.merge(call);
      return true;
    } catch (error) {
      showFailure(
        core,
        error,
        ({ calls }) => calls.some((view) => view.call.id === callId && isDone(view)),
        callId,
      );
      return false;
    }
  };
