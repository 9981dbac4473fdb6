import type { ReactElement } from "react";
import { recordingOf } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import { Avatar } from "../../elements/Avatar.tsx";
import { Button } from "../../elements/Button.tsx";
import { ElapsedTime } from "../../elements/ElapsedTime.tsx";
import { CallerText } from "../../customer/CallerText.tsx";
import { useIncomingCall } from "../../../hooks/incoming/use-incoming-call.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { upcomingRecordingWords } from "../../../texts/upcoming-recording-words.ts";
import { RecordingLine } from "../recording/RecordingLine.tsx";

interface Props {
  readonly view: CallView;
  /** The active call. For agents, answering puts it on hold. */
  readonly activeCall: CallView | null;
}

/** Shows an incoming call as an alert dialog with Answer (Enter) and Decline (Esc). */
export function IncomingCall({ view, activeCall }: Props): ReactElement {
  const { element, name, isAnswering, title, holdWords, unheardWords, ...call } = useIncomingCall(
    view,
    activeCall,
  );
  const { audience } = useVoice();
  const recording = recordingOf(view.call);
  const upcoming =
    recording === null || audience === "customer" ? null : upcomingRecordingWords(recording);
  // Longer words leave no room for the names of the keys.
  const namesKeys = holdWords === null && unheardWords === null;
  return (
    // The keys work in the whole dialog, whichever of its elements has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={element}
      className="sv-card sv-card-ringing"
      role="alertdialog"
      aria-label={`Incoming call from ${name}`}
      tabIndex={-1}
      onKeyDown={call.onKeyDown}
    >
      <div className="sv-who">
        <Avatar
          id={view.peer?.supabaseUserId ?? view.call.id}
          name={name}
          size={56}
          pulsing={!isAnswering}
        />
        <div className="sv-who-text">
          <p className="sv-meta">
            {title}
            {upcoming === null ? null : ` · ${upcoming}`}
          </p>
          <h2 className="sv-title sv-name">{name}</h2>
          <p className="sv-secondary">
            <CallerText peer={view.peer} /> · <span>waiting</span>{" "}
            <ElapsedTime since={Date.parse(view.call.placedAt)} size="small" />
          </p>
        </div>
      </div>
      {audience === "customer" ? <RecordingLine view={view} name="" /> : null}
      {holdWords === null ? null : <p className="sv-secondary">{holdWords}</p>}
      {unheardWords === null ? null : <p className="sv-secondary">{unheardWords}</p>}
      <div
        className={
          holdWords === null ? "sv-actions sv-actions-split" : "sv-actions sv-actions-second"
        }
      >
        <Button
          variant="decline"
          size="large"
          icon="phone-off"
          disabled={isAnswering}
          onClick={call.decline}
        >
          Decline
          {namesKeys ? <Key name="Esc" /> : null}
        </Button>
        <Button
          variant="answer"
          size="large"
          icon="phone"
          disabled={isAnswering}
          onClick={call.answer}
        >
          {call.answerLabel}
          {namesKeys ? <Key name="Enter" /> : null}
        </Button>
      </div>
    </div>
  );
}

/** Shows the name of a key. Visible only while the focus is in the dialog, when the key works. */
const Key = ({ name }: { name: string }): ReactElement => (
  <kbd className="sv-key" aria-hidden="true">
    {name}
  </kbd>
);
