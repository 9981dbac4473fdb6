import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import type { CallView } from "@synapse-voice/client";
import { Avatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { ElapsedTime } from "../elements/ElapsedTime.tsx";
import { useCallClient } from "../../hooks/use-client-state.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { callerKind, shortName } from "../../texts/names.ts";

interface Props {
  readonly view: CallView;
  /** The call that the person is on meanwhile: answering puts it on hold, if they are an agent. */
  readonly activeCall: CallView | null;
}

/** A call that rings here: an alert dialog with Answer (Enter) and Decline (Esc). */
export function IncomingCall({ view, activeCall }: Props): ReactElement {
  const client = useCallClient();
  const { audience, ring } = useVoice();
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => takeFocus(dialog.current), []);
  const name = view.peer?.name ?? "Customer";
  const answering = view.phase === "answering";
  const { id } = view.call;
  const holdsActiveCall = activeCall !== null && audience === "agent";
  // Silent at the press, whatever the server takes to answer.
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
    // A dialog is where its keys belong, whichever of its parts has the focus.
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
            {callerKind(view.peer, audience)} · <span>waiting</span>{" "}
            <ElapsedTime since={Date.parse(view.call.placedAt)} size="small" />
          </p>
        </div>
      </div>
      {holdsActiveCall ? (
        <p className="sv-secondary">
          Answering puts {shortName(activeCall.peer?.name) || "the other call"} on hold.
        </p>
      ) : null}
      <div
        className={holdsActiveCall ? "sv-actions sv-actions-second" : "sv-actions sv-actions-split"}
      >
        <Button
          variant="danger"
          size="large"
          icon="phone-off"
          disabled={answering}
          onClick={decline}
        >
          Decline
          {holdsActiveCall ? null : <Key name="Esc" />}
        </Button>
        <Button variant="answer" size="large" icon="phone" disabled={answering} onClick={answer}>
          {holdsActiveCall ? "Hold and answer" : "Answer"}
          {holdsActiveCall ? null : <Key name="Enter" />}
        </Button>
      </div>
    </div>
  );
}

/** The key's name; it shows only while the keys work, that is with the focus in the dialog. */
const Key = ({ name }: { name: string }): ReactElement => (
  <kbd className="sv-key" aria-hidden="true">
    {name}
  </kbd>
);

/**
 * Takes the focus only where it is nowhere in particular: never from a field that somebody types
 * in.
 */
function takeFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true });
}
