import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import type { CallView } from "@synapse-voice/client";
import { Avatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { ElapsedTime } from "../elements/ElapsedTime.tsx";
import { CallerText } from "../customer/CallerText.tsx";
import {
  useCallClient,
  useMediaState,
  useMicrophoneOutlook,
} from "../../hooks/use-client-state.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { microphoneWarning } from "../../texts/device-words.ts";
import { shortName } from "../../texts/names.ts";

interface Props {
  readonly view: CallView;
  /** The active call. For agents, answering puts it on hold. */
  readonly activeCall: CallView | null;
}

/** Shows an incoming call as an alert dialog with Answer (Enter) and Decline (Esc). */
export function IncomingCall({ view, activeCall }: Props): ReactElement {
  const client = useCallClient();
  const { audience, ring } = useVoice();
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => takeFocus(dialog.current), []);
  const name = view.peer?.name ?? (audience === "agent" ? "Customer" : "Someone");
  const answering = view.phase === "answering";
  const { id } = view.call;
  const holdsActiveCall = activeCall !== null && audience === "agent";
  const unheard = useUnheardWords(name);
  // Longer words leave no room for the names of the keys.
  const namesKeys = !holdsActiveCall && unheard === null;
  // Silent at once, however long the server takes to reply.
  const answer = (): void => {
    ring.stop();
    void client.answer(id);
  };
  const decline = (): void => {
    ring.stop();
    void client.decline(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.repeat || answering) return;
    if (event.key === "Escape") decline();
    else if (event.key === "Enter" && event.target === event.currentTarget) answer();
    else return;
    event.preventDefault();
  };
  return (
    // The keys work in the whole dialog, whichever of its elements has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={dialog}
      className="sv-card sv-card-ringing"
      role="alertdialog"
      aria-label={`Incoming call from ${name}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className="sv-who">
        <Avatar id={view.peer?.supabaseUserId ?? id} name={name} size={56} pulsing={!answering} />
        <div className="sv-who-text">
          <p className="sv-meta">
            {answering ? "Connecting…" : activeCall === null ? "Incoming call" : "Second call"}
          </p>
          <h2 className="sv-title sv-name">{name}</h2>
          <p className="sv-secondary">
            <CallerText peer={view.peer} /> · <span>waiting</span>{" "}
            <ElapsedTime since={Date.parse(view.call.placedAt)} size="small" />
          </p>
        </div>
      </div>
      {holdsActiveCall ? (
        <p className="sv-secondary">
          Answering puts {shortName(activeCall.peer?.name) || "the other call"} on hold.
        </p>
      ) : null}
      {unheard === null ? null : <p className="sv-secondary">{unheard}</p>}
      <div
        className={holdsActiveCall ? "sv-actions sv-actions-second" : "sv-actions sv-actions-split"}
      >
        <Button
          variant="decline"
          size="large"
          icon="phone-off"
          disabled={answering}
          onClick={decline}
        >
          Decline
          {namesKeys ? <Key name="Esc" /> : null}
        </Button>
        <Button variant="answer" size="large" icon="phone" disabled={answering} onClick={answer}>
          {holdsActiveCall ? "Hold and answer" : answerLabel(unheard)}
          {namesKeys ? <Key name="Enter" /> : null}
        </Button>
      </div>
    </div>
  );
}

const answerLabel = (unheard: string | null): string =>
  unheard === null ? "Answer" : "Answer, listen only";

/** Returns a sentence if the caller would not hear this person; null if nothing is known. */
function useUnheardWords(name: string): string | null {
  const { audience } = useVoice();
  const { microphone } = useMediaState();
  const words = microphoneWarning(useMicrophoneOutlook(), audience, navigator.userAgent);
  if (words === null || microphone === "on") return null;
  return `${words.title}: ${shortName(name) || "the caller"} won't hear you.`;
}

/** Shows the name of a key. Visible only while the focus is in the dialog, when the key works. */
const Key = ({ name }: { name: string }): ReactElement => (
  <kbd className="sv-key" aria-hidden="true">
    {name}
  </kbd>
);

/** Takes the focus only if no element has it, never from a field in which somebody types. */
function takeFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true });
}
