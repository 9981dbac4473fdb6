import {
  callNotes,
  moveCallToDevice,
  endWrapUp,
  holdCall,
  resumeCall,
  saveCallNotes,
  startEchoTest,
} from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";
import type { AgentCommands } from "./commands.ts";
import { showFailure } from "./failure-notice.ts";
import { activeCallIds, createPendingHold } from "./pending-hold.ts";
import { createRecordingCommands } from "./recording/recording-commands.ts";
import type { SendCommand } from "./send-command.ts";
import { createSingleFlight } from "./single-flight.ts";
import { withRetries } from "./with-retries.ts";

/** Makes the commands of agents, as requests to the server. */
export function createAgentCommands(core: Core, sendCommand: SendCommand): AgentCommands {
  const once = createSingleFlight();
  const pendingHold = createPendingHold(core);

  /** Holds or resumes a call. It shows at once, and is undone with the other calls if refused. */
  async function setHold(
    callId: string,
    endpoint: typeof holdCall | typeof resumeCall,
  ): Promise<void> {
    const onHold = endpoint === holdCall;
    const others = onHold ? [] : activeCallIds(core).filter((id) => id !== callId);
    pendingHold.set({ ...Object.fromEntries(others.map((id) => [id, true])), [callId]: onHold });
    const confirmed = await sendCommand(
      callId,
      ({ call }) => call.held === onHold,
      () => core.request(endpoint, { params: { callId } }),
    );
    pendingHold.release(confirmed ? [callId] : [callId, ...others]);
  }

  async function moveToDevice(callId: string): Promise<void> {
    await sendCommand(
      callId,
      ({ here }) => here,
      () => core.request(moveCallToDevice, { params: { callId } }),
    );
  }

  async function finishWrapUp(): Promise<void> {
    core.set({ notice: null });
    try {
      const { state } = await withRetries(core, () => core.request(endWrapUp));
      const { presence } = core.getState();
      if (presence) core.set({ presence: { ...presence, state, wrapUpUntil: null } });
    } catch (error) {
      showFailure(core, error, ({ presence }) => presence?.wrapUpUntil === null);
    }
  }

  return {
    hold: (callId) => once(`hold ${callId}`, () => setHold(callId, holdCall)),
    resume: (callId) => once(`resume ${callId}`, () => setHold(callId, resumeCall)),
    moveToDevice: (callId) => once(`move ${callId}`, () => moveToDevice(callId)),
    readNotes: (callId) => core.request(callNotes, { params: { callId } }),
    saveNotes: (callId, change) =>
      withRetries(core, () => core.request(saveCallNotes, { params: { callId }, body: change })),
    startEchoTest: () => core.request(startEchoTest),
    setWanted: (wanted) => core.set({ wanted }),
    endWrapUp: () => once("wrap-up", finishWrapUp),
    ...createRecordingCommands(core, sendCommand),
  };
}
