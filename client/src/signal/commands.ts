import { acceptCallSlim, declineCallSlim } from "@synapse-voice/contract";
import type { CallClient } from "./call-client.ts";
import type { Core } from "./core.ts";
import { createDial } from "./dial.ts";
import type { HangUps } from "./hang-ups.ts";
import { createMediaTokens } from "./media-tokens.ts";
import { randomId } from "./random-id.ts";
import { createSingleFlight } from "./single-flight.ts";
import { notify, persist } from "./trying.ts";

/** What a person does to calls, as requests to the server. */
export function createCommands(core: Core, hangUps: HangUps): Pick<CallClient, "call" | "answer" | "decline" | "hangUp" | "mediaAccess"> {
  const once = createSingleFlight();
  const media = createMediaTokens(core);
  const dial = createDial(core, hangUps, media);

  function setAnswering(callId: string, on: boolean): void {
    const others = core.getState().answering.filter((id) => id !== callId);
    core.dispatch({ type: "intent", at: core.clock.monotonic(), answering: on ? [...others, callId] : others });
  }

  async function answer(callId: string): Promise<void> {
    const key = randomId();
    core.set({ notice: null });
    setAnswering(callId, true);
    try {
      const reply = await persist(core, () => core.request(acceptCallSlim, { params: { callId }, key }));
      media.keep(callId, reply.media);
      core.merge(reply.call);
    } catch (error) {
      notify(core, error, callId);
    }
    setAnswering(callId, false);
  }

  async function decline(callId: string): Promise<void> {
    const key = randomId();
    core.set({ notice: null });
    try {
      core.merge((await persist(core, () => core.request(declineCallSlim, { params: { callId }, key }))).call);
    } catch (error) {
      notify(core, error, callId);
    }
  }

  return {
    call: dial.call,
    answer: (callId) => once(callId, () => answer(callId)),
    decline: (callId) => once(callId, () => decline(callId)),
    hangUp: async (callId) => (callId === undefined ? dial.takeBack() : hangUps.add(callId)),
    mediaAccess: media.take,
  };
}
