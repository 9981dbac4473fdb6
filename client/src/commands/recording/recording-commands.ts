import {
  currentWordings,
  giveRecordingConsentSlim,
  pauseRecordingSlim,
  recordingOf,
  resumeRecordingSlim,
  startRecordingSlim,
  type CallRecording,
} from "@synapse-voice/contract";
import type { Core } from "../../state/core.ts";
import type { CallView } from "../../state/state.ts";
import type { RecordingCommands } from "../commands.ts";
import type { SendCommand } from "../send-command.ts";
import { createSingleFlight } from "../single-flight.ts";

/** Language of the texts that our components show. */
const language = "en";

/** Makes the commands about the recording of a call, as requests to the server. */
export function createRecordingCommands(core: Core, sendCommand: SendCommand): RecordingCommands {
  const once = createSingleFlight();

  const send =
    (
      endpoint: typeof startRecordingSlim | typeof pauseRecordingSlim | typeof resumeRecordingSlim,
      isDone: (recording: CallRecording) => boolean,
    ) =>
    (callId: string): Promise<void> =>
      once(`${endpoint.path} ${callId}`, async () => {
        await sendCommand(callId, has(isDone), () =>
          core.request(endpoint, { params: { callId } }),
        );
      });

  async function answer(callId: string, agreed: boolean): Promise<void> {
    const view = core.getState().calls.find(({ call }) => call.id === callId);
    const recording = view && recordingOf(view.call);
    const wordingId = currentWordings[recording?.mode ?? "ask"];
    await sendCommand(
      callId,
      has((recordingNow) => recordingNow.agreed === agreed),
      () =>
        core.request(giveRecordingConsentSlim, {
          params: { callId },
          body: { agreed, wordingId, language },
        }),
    );
  }

  return {
    startRecording: send(startRecordingSlim, ({ activeFrom }) => activeFrom !== null),
    pauseRecording: send(pauseRecordingSlim, ({ pausedSince }) => pausedSince !== null),
    resumeRecording: send(resumeRecordingSlim, ({ pausedSince }) => pausedSince === null),
    answerRecording: (callId, agreed) =>
      once(`consent ${agreed} ${callId}`, () => answer(callId, agreed)),
  };
}

const has =
  (isDone: (recording: CallRecording) => boolean) =>
  ({ call }: CallView): boolean => {
    const recording = recordingOf(call);
    return recording !== null && isDone(recording);
  };
