import { acceptCallSlim, type CallSnapshot } from "@synapse-voice/contract";
import type { CallClient } from "./call-client.ts";
import type { Core } from "./core.ts";
import { createDial } from "./dial.ts";
import type { HangUps } from "./hang-ups.ts";
import { createMediaTokens } from "./media-tokens.ts";
import { createSingleFlight } from "./single-flight.ts";
import { notify, persist } from "./trying.ts";

/** Gives a command about a call; what stands in its way becomes the notice. Resolves to whether it was done. */
export type Give = (callId: string, task: () => Promise<{ call: CallSnapshot }>) => Promise<boolean>;

export const createGive =
  (core: Core): Give =>
  async (callId, task) => {
    core.set({ notice: null });
    try {
      core.merge((await persist(core, task)).call);
      return true;
    } catch (error) {
      notify(core, error, callId);
      return false;
    }
  };

/** What a person does to calls, as requests to the server. */
export function createCommands(core: Core, give: Give, hangUps: HangUps): Pick<CallClient, "call" | "answer" | "decline" | "hangUp" | "mediaAccess"> {
  const once = createSingleFlight();
  const media = createMediaTokens(core);
  const dial = createDial(core, hangUps, media);

  function setAnswering(callId: string, on: boolean): void {
    const others = core.getState().answering.filter((id) => id !== callId);
    core.set({ answering: on ? [...others, callId] : others });
  }

  async function answer(callId: string): Promise<void> {
    setAnswering(callId, true);
    await give(callId, async () => {
      const reply = await core.request(acceptCallSlim, { params: { callId } });
      media.keep(callId, reply.media);
      return reply;
    });
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
    mediaAccess: media.take,
  };
}
