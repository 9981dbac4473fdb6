import { acceptCallSlim, type CallSnapshot, type MediaAccess } from "@synapse-voice/contract";
import type { CallClient } from "../call-client.ts";
import type { Core } from "../state/core.ts";
import { createDial } from "./dial.ts";
import type { HangUps } from "./hang-ups.ts";
import type { MediaTokens } from "./media-tokens.ts";
import { createSingleFlight } from "./single-flight.ts";
import type { CallView } from "../state/state.ts";
import { notify, persist } from "./with-retries.ts";

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

/** What a person does to calls, as requests to the server. */
export function createCommands(
  core: Core,
  give: Give,
  hangUps: HangUps,
  tokens: MediaTokens,
): Pick<CallClient, "call" | "answer" | "decline" | "hangUp" | "mediaAccess"> {
  const once = createSingleFlight();
  const dial = createDial(core, hangUps, tokens);

  function setAnswering(callId: string, on: boolean): void {
    const others = core.getState().answering.filter((id) => id !== callId);
    core.set({ answering: on ? [...others, callId] : others });
  }

  async function answer(callId: string): Promise<void> {
    setAnswering(callId, true);
    await give(
      callId,
      ({ phase }) => phase === "on-call",
      () => core.request(acceptCallSlim, { params: { callId } }),
    );
    setAnswering(callId, false);
  }

  return {
    call: dial.call,
    answer: (callId) => once(callId, () => answer(callId)),
    decline: hangUps.decline,
    hangUp: async (callId) => {
      dial.takeBack(callId);
      if (callId !== undefined) await hangUps.add(callId);
    },
    mediaAccess: tokens.take,
  };
}
