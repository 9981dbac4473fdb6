import type { CallSnapshot, MediaAccess } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { CallView } from "../state/state.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { notify } from "./notify.ts";
import { persist } from "./with-retries.ts";

/**
 * Gives a command about a call; what stands in its way becomes the notice, a token that comes with
 * the reply is kept. `effect`: whether the call shows that the command was heard. Resolves to
 * whether a reply said so.
 */
export type Give = (
  callId: string,
  effect: (view: CallView) => boolean,
  task: () => Promise<{ call: CallSnapshot; media?: MediaAccess }>,
) => Promise<boolean>;

export const createGive =
  (core: Core, tokens: MediaTokens): Give =>
  async (callId, effect, task) => {
    core.set({ notice: null });
    try {
      const { call, media } = await persist(core, task);
      // First, as the room is entered as soon as the call is here.
      if (media) tokens.keep(callId, media);
      core.merge(call);
      return true;
    } catch (error) {
      notify(
        core,
        error,
        ({ calls }) => calls.some((view) => view.call.id === callId && effect(view)),
        callId,
      );
      return false;
    }
  };
