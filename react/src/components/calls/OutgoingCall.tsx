import { useRef, type ReactElement } from "react";
import { recordingOf } from "@synapse-voice/contract";
import type { CallView, ClientState } from "@synapse-voice/client";
import { Avatar, PhoneAvatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { ContinueButton } from "../elements/ContinueButton.tsx";
import { WaitingCard } from "../customer/WaitingCard.tsx";
import { MediaHints } from "./MediaHints.tsx";
import { RecordingLine } from "./recording/RecordingLine.tsx";
import { useCallClient } from "../../hooks/use-client-state.ts";
import { useFocusRecovery } from "../../hooks/use-focus-recovery.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { shortName } from "../../texts/names.ts";
import { upcomingRecordingWords } from "../../texts/upcoming-recording-words.ts";

function progress(view: CallView | null): string {
  if (view === null) return "Calling…";
  if (!view.here) return "Calling from another tab or device";
  return view.phase === "queued" ? "Waiting for someone to answer…" : "Ringing…";
}

/**
 * Shows an outgoing call from the press on Call until it is answered. In a dock, problems with the
 * sound have a place of their own.
 */
export function OutgoingCall({
  view,
  dialing,
  docked = false,
}: {
  view: CallView | null;
  dialing: ClientState["dialing"];
  docked?: boolean;
}): ReactElement {
  const client = useCallClient();
  const card = useRef<HTMLDivElement>(null);
  const { audience } = useVoice();
  const here = view?.here ?? true;
  useFocusRecovery(card, here);
  if (here && audience === "customer")
    return (
      <WaitingCard view={view} dialing={dialing}>
        {view === null ? null : <RecordingLine view={view} name="" />}
        <MediaHints peer={shortName(view?.peer?.name) || "someone"} />
      </WaitingCard>
    );
  const recording = view === null ? null : recordingOf(view.call);
  const upcoming = recording === null ? null : upcomingRecordingWords(recording);
  const callee = view?.peer?.supabaseUserId ?? dialing?.calleeId ?? null;
  const name = view?.peer?.name ?? dialing?.name ?? (audience === "agent" ? "the team" : "someone");
  return (
    <div ref={card} className="sv-card" role="group" aria-label={`Calling ${name}`} tabIndex={-1}>
      <div className="sv-who">
        {callee === null ? (
          <PhoneAvatar size={docked ? 40 : 56} pulsing={here} />
        ) : (
          <Avatar id={callee} name={name} size={docked ? 40 : 56} pulsing={here} />
        )}
        <div className="sv-who-text">
          <p className="sv-meta" role="status">
            {progress(view)}
            {upcoming === null ? null : ` · ${upcoming}`}
          </p>
          <h2 className="sv-title sv-name">{name}</h2>
        </div>
      </div>
      {docked ? null : <MediaHints peer={shortName(view?.peer?.name ?? dialing?.name) || name} />}
      <div className={here ? "sv-actions sv-actions-split" : "sv-actions sv-actions-keys"}>
        {view === null || here ? null : (
          <ContinueButton callId={view.call.id} variant="primary" icon="headset" />
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
