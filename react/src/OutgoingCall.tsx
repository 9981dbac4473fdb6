import type { ReactElement } from "react";
import type { CallView, ClientState } from "@synapse-voice/client/signal";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";
import { MediaHints } from "./MediaHints.tsx";
import { useCallClient } from "./hooks.ts";

function progress(view: CallView | null): string {
  if (view === null) return "Calling…";
  if (!view.here && view.call.mediaDeviceId !== null) return "Ringing in another tab";
  return view.phase === "queued" ? "Waiting for somebody to answer…" : "Ringing…";
}

/** My call that nobody has answered yet, from the press on Call. */
export function OutgoingCall({ view, dialing }: { view: CallView | null; dialing: ClientState["dialing"] }): ReactElement {
  const client = useCallClient();
  const name = view?.peer?.name ?? dialing?.name ?? "the team";
  return (
    <div className="sv-card" role="group" aria-label={`Calling ${name}`}>
      <div className="sv-who">
        <Avatar id={view?.peer?.supabaseUserId ?? dialing?.calleeId ?? "team"} name={name} size={56} pulsing />
        <div className="sv-who-text">
          <p className="sv-meta" role="status">
            {progress(view)}
          </p>
          <h2 className="sv-title sv-name">{name}</h2>
        </div>
      </div>
      <MediaHints peer={name} />
      <div className="sv-actions sv-actions-split">
        <Button variant="danger" size="large" icon="phone-off" onClick={() => void client.hangUp(view?.call.id)}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
