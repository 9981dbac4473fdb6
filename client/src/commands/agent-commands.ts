import { continueCall, endWrapUp, holdCall, resumeCall } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { AgentCommands } from "./commands.ts";
import { notify } from "./notify.ts";
import { active, createHolding } from "./pending-hold.ts";
import type { Give } from "./send-command.ts";
import { createSingleFlight } from "./single-flight.ts";
import { persist } from "./with-retries.ts";

/** Makes the commands of agents. */
export function createAgentCommands(core: Core, give: Give): AgentCommands {
  const once = createSingleFlight();
  const holding = createHolding(core);

  /** Shown at once; taken back where the server refuses, with what it did to the other call. */
  async function change(
    callId: string,
    endpoint: typeof holdCall | typeof resumeCall,
  ): Promise<void> {
    const held = endpoint === holdCall;
    const others = held ? [] : active(core).filter((id) => id !== callId);
    holding.set({ ...Object.fromEntries(others.map((id) => [id, true])), [callId]: held });
    const done = await give(
      callId,
      ({ call }) => call.held === held,
      () => core.request(endpoint, { params: { callId } }),
    );
    holding.release(done ? [callId] : [callId, ...others]);
  }

  async function finishWrapUp(): Promise<void> {
    core.set({ notice: null });
    try {
      const { state } = await persist(core, () => core.request(endWrapUp));
      const { presence } = core.getState();
      if (presence) core.set({ presence: { ...presence, state, wrapUpUntil: null } });
    } catch (error) {
      notify(core, error, ({ presence }) => presence?.wrapUpUntil === null);
    }
  }

  return {
    hold: (callId) => once(`hold ${callId}`, () => change(callId, holdCall)),
    resume: (callId) => once(`resume ${callId}`, () => change(callId, resumeCall)),
    continueHere: (callId) =>
      once(
        `continue ${callId}`,
        async () =>
          void (await give(
            callId,
            ({ here }) => here,
            () => core.request(continueCall, { params: { callId } }),
          )),
      ),
    setWanted: (wanted) => core.set({ wanted }),
    endWrapUp: () => once("wrap-up", finishWrapUp),
  };
}
