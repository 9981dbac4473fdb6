import { useId, useRef, type ReactElement, type ReactNode } from "react";
import type { CallView, ClientState } from "@synapse-voice/client";
import { Avatar, PhoneAvatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { useClientState } from "../../hooks/use-client-state.ts";
import { useFocusRecovery } from "../../hooks/use-focus-recovery.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { askForCallback } from "../../texts/callback-words.ts";
import { waitingWords } from "../../texts/queue-words.ts";

/**
 * Shows a customer's own call from the press on Call until it is answered: the place in the queue,
 * or that nobody is there, and the choice of a call-back. Its children are hints about the sound.
 */
export function WaitingCard({
  view,
  dialing,
  children,
}: {
  readonly view: CallView | null;
  readonly dialing: ClientState["dialing"];
  readonly children?: ReactNode;
}): ReactElement {
  const { client, callbackRequests } = useVoice();
  const { queue } = useClientState();
  const card = useRef<HTMLDivElement>(null);
  const heading = useId();
  useFocusRecovery(card, true);
  const name = view?.peer?.name ?? dialing?.name ?? null;
  const [title, detail] = waitingWords(view, name, queue);
  const isAlone = view?.phase === "queued" && queue?.staffed === false;
  return (
    <div ref={card} className="sv-card" role="group" aria-labelledby={heading} tabIndex={-1}>
      <div className="sv-who">
        {view?.peer ? (
          <Avatar id={view.peer.supabaseUserId} name={view.peer.name} size={56} pulsing />
        ) : (
          <PhoneAvatar size={56} pulsing />
        )}
        <div className="sv-who-text" role="status">
          <h2 id={heading} className="sv-title sv-name">
            {title}
          </h2>
          <p className="sv-secondary">{detail}</p>
        </div>
      </div>
      {children}
      <div className="sv-actions">
        {view === null ? null : (
          <Button
            variant={isAlone ? "primary" : "secondary"}
            size="large"
            onClick={() => callbackRequests.openForm(view.call.id)}
          >
            {askForCallback}
          </Button>
        )}
        <Button
          variant="danger"
          size="large"
          icon="phone-off"
          onClick={() => void client.hangUp(view?.call.id)}
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}
