import { acceptCallSlim } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { CallCommands } from "./commands.ts";
import { createDial } from "./dial.ts";
import type { HangUps } from "./hang-ups.ts";
import type { MediaTokens } from "./media-tokens.ts";
import type { Give } from "./send-command.ts";
import { createSingleFlight } from "./single-flight.ts";

/** What a person does to calls, as requests to the server. */
export function createCommands(
  core: Core,
  give: Give,
  hangUps: HangUps,
  tokens: MediaTokens,
): CallCommands {
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
