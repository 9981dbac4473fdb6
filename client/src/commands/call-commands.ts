import { acceptCallSlim } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { CallCommands } from "./commands.ts";
import { createDial } from "./dial.ts";
import type { HangUps } from "./hang-ups.ts";
import type { MediaTokens } from "./media-tokens.ts";
import type { SendCommand } from "./send-command.ts";
import { createSingleFlight } from "./single-flight.ts";

/** Makes the commands about calls, as requests to the server. */
export function createCallCommands(
  core: Core,
  sendCommand: SendCommand,
  hangUps: HangUps,
  tokens: MediaTokens,
): CallCommands {
  const once = createSingleFlight();
  const dial = createDial(core, hangUps, tokens);

  async function answer(callId: string): Promise<void> {
    const others = (): readonly string[] => core.getState().answering.filter((id) => id !== callId);
    core.set({ answering: [...others(), callId] });
    await sendCommand(
      callId,
      ({ phase }) => phase === "on-call",
      () => core.request(acceptCallSlim, { params: { callId } }),
    );
    core.set({ answering: others() });
  }

  return {
    call: dial.call,
    answer: (callId) => once(callId, () => answer(callId)),
    decline: hangUps.decline,
    hangUp: async (callId) => {
      dial.cancel(callId);
      if (callId !== undefined) await hangUps.add(callId);
    },
    mediaAccess: tokens.take,
  };
}
