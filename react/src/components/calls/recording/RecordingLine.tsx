import { useState, type ReactElement } from "react";
import { consentTexts, recordingNotice, recordingOf } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import { Button } from "../../elements/Button.tsx";
import { ElapsedTime } from "../../elements/ElapsedTime.tsx";
import { Icon } from "../../../icons/Icon.tsx";
import { useCallClient } from "../../../hooks/use-client-state.ts";
import { useRecording } from "../../../hooks/recording/use-recording.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { recordingActions, recordingWords } from "../../../texts/recording-words.ts";

/**
 * Shows what applies to the recording of a call, before and during it: to agents whether it is on,
 * with the button that pauses it; to customers the notice, or the question for their consent. It
 * shows nothing for a call that is not recorded.
 */
export function RecordingLine({
  view,
  name,
}: {
  view: CallView;
  name: string;
}): ReactElement | null {
  const { audience } = useVoice();
  const recording = recordingOf(view.call);
  if (recording === null) return null;
  if (audience === "customer" || recording.asksReader) return <ConsentLine view={view} />;
  return <AgentLine view={view} name={name} />;
}

const actionIcons = { start: "mic", pause: "pause", resume: "play" } as const;

function AgentLine({ view, name }: { view: CallView; name: string }): ReactElement | null {
  const { recording, ...commands } = useRecording(view.call.id);
  const [isBusy, setBusy] = useState(false);
  const words = recording === null ? null : recordingWords(recording, name);
  if (words === null) return null;
  const { text, tone, action } = words;
  const press = async (command: () => Promise<void>): Promise<void> => {
    setBusy(true);
    await command();
    setBusy(false);
  };
  return (
    <div className={`sv-recording sv-recording-${tone}`}>
      <p className="sv-recording-text" role="status">
        <RecordingMark tone={tone} isPaused={action === "resume"} />
        {text}
      </p>
      {action === "resume" && typeof recording?.pausedSince === "string" ? (
        <ElapsedTime since={Date.parse(recording.pausedSince)} size="small" />
      ) : null}
      {action === null || !view.here ? null : (
        <Button
          size="small"
          icon={actionIcons[action]}
          aria-busy={isBusy}
          onClick={() => void press(commands[action])}
        >
          {recordingActions[action]}
        </Button>
      )}
    </div>
  );
}

/** A dot that is filled while the server records. The words beside it say the same. */
const RecordingMark = ({ tone, isPaused }: { tone: string; isPaused: boolean }): ReactElement => (
  <span className="sv-recording-mark">
    {isPaused ? (
      <Icon name="pause" size={14} />
    ) : (
      <span
        className={tone === "on" ? "sv-recording-dot sv-recording-dot-on" : "sv-recording-dot"}
      />
    )}
  </span>
);

function ConsentLine({ view }: { view: CallView }): ReactElement | null {
  const client = useCallClient();
  const recording = recordingOf(view.call);
  const notice = recording === null ? null : recordingNotice(recording, view.answeredAt !== null);
  if (notice === null) return null;
  const answer = (agreed: boolean): void => void client.answerRecording(view.call.id, agreed);
  const isQuestion = notice.choice === "question";
  return (
    <div
      className={isQuestion ? "sv-recording sv-recording-question" : "sv-recording"}
      role="group"
      aria-label="Recording"
    >
      <p className="sv-recording-text" role="status">
        {notice.text}
        {isQuestion ? <span className="sv-secondary"> {consentTexts.detail}</span> : null}
      </p>
      {isQuestion ? (
        <div className="sv-recording-choice">
          <Button size="small" onClick={() => answer(true)}>
            {consentTexts.agree}
          </Button>
          <Button size="small" onClick={() => answer(false)}>
            {consentTexts.refuse}
          </Button>
        </div>
      ) : null}
      {notice.choice === "withdraw" ? (
        <Button size="small" variant="ghost" onClick={() => answer(false)}>
          {consentTexts.withdraw}
        </Button>
      ) : null}
    </div>
  );
}
