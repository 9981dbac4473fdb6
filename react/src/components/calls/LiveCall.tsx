import { useId, useRef, type ReactElement, type ReactNode } from "react";
import type { CallView } from "@synapse-voice/client";
import { Avatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { ContinueButton } from "../elements/ContinueButton.tsx";
import { HeldByPeer } from "./HeldByPeer.tsx";
import { Icon } from "../../icons/Icon.tsx";
import { MediaHints } from "./MediaHints.tsx";
import { MicrophonePicker } from "./MicrophonePicker.tsx";
import { RecordingLine } from "./recording/RecordingLine.tsx";
import { ElapsedTime } from "../elements/ElapsedTime.tsx";
import { useCallClient, useClientState, useMediaState } from "../../hooks/use-client-state.ts";
import { useFocusRecovery } from "../../hooks/use-focus-recovery.ts";
import { useCall } from "../../hooks/use-call.ts";
import { useLeftPage } from "../../hooks/notices/use-left-page.ts";
import { useVoice } from "../../hooks/voice-context.ts";
import { callerKind, shortName } from "../../texts/names.ts";

/**
 * Shows the active call: peer, duration, and buttons to mute, hold (agents only) and hang up. The
 * `controls` of the page are before the last one. In a dock, the recording and problems with the
 * sound have places of their own.
 */
export function LiveCall({
  view,
  docked = false,
  controls = null,
}: {
  view: CallView;
  docked?: boolean;
  controls?: ReactNode;
}): ReactElement {
  const client = useCallClient();
  const card = useRef<HTMLDivElement>(null);
  const heading = useId();
  // A screen reader reads the name of the peer when the card takes the focus.
  useFocusRecovery(card, view.here);
  const { audience } = useVoice();
  const name = view.peer?.name ?? (audience === "agent" ? "Customer" : "Someone");
  return (
    <div
      ref={card}
      className="sv-card sv-card-live"
      role="group"
      aria-labelledby={heading}
      tabIndex={-1}
    >
      <div className="sv-who">
        <Avatar
          id={view.peer?.supabaseUserId ?? view.call.id}
          name={name}
          size={docked ? 40 : 56}
        />
        <div className="sv-who-text">
          <h2 id={heading} className="sv-title sv-name">
            <span className="sv-call-word">On call with</span> {name}
          </h2>
          <p className="sv-secondary">
            {view.here
              ? audience === "agent" && callerKind(view.peer, audience)
              : "In another tab or on another device"}
          </p>
        </div>
      </div>
      <div className="sv-live-line">
        {view.answeredAt === null ? (
          <span className="sv-secondary">Connecting…</span>
        ) : (
          <ElapsedTime since={view.answeredAt} />
        )}
        {view.here ? <RemoteState view={view} name={shortName(name)} /> : null}
      </div>
      {docked ? null : <RecordingLine view={view} name={shortName(name)} />}
      {docked ? null : <HeldByPeer view={view} name={shortName(name)} />}
      {view.here && !docked ? <MediaHints peer={shortName(name)} /> : null}
      {view.here && !docked ? <MicrophonePicker /> : null}
      <div className="sv-actions sv-actions-keys">
        {view.here ? (
          <MuteButton />
        ) : (
          <ContinueButton callId={view.call.id} variant="primary" icon="headset" />
        )}
        {view.here && audience === "agent" ? (
          <Button icon="pause" onClick={() => void client.hold(view.call.id)}>
            Hold
          </Button>
        ) : null}
        {view.here ? controls : null}
        <Button variant="danger" icon="phone-off" onClick={() => void client.hangUp(view.call.id)}>
          Hang up
        </Button>
      </div>
    </div>
  );
}

function MuteButton(): ReactElement {
  const client = useCallClient();
  const { muted } = useClientState();
  return (
    <Button
      icon={muted ? "mic-off" : "mic"}
      className={muted ? "sv-muted" : ""}
      onClick={() => client.setMuted(!muted)}
    >
      {muted ? "Unmute" : "Mute"}
    </Button>
  );
}

/** Shows whether this device and the peer are in the room yet, and whether either side is muted. */
function RemoteState({ view, name }: { view: CallView; name: string }): ReactElement {
  const { status, remoteMuted, remotePresent } = useMediaState();
  const { muted } = useClientState();
  const { audience } = useVoice();
  // Agents learn more of it from the media hints.
  const hasLeftPage = useLeftPage(useCall().active) && audience === "agent";
  const lines: ReactElement[] = [];
  // `idle`: the code for the sound is still loading.
  if (view.answeredAt !== null && (status === "connecting" || status === "idle"))
    lines.push(<span key="connecting">Connecting…</span>);
  if (muted) lines.push(<Muted key="me" text="You are muted" />);
  if (status === "connected" && !remotePresent && !hasLeftPage)
    lines.push(<span key="absent">Waiting for {name}…</span>);
  else if (remoteMuted && view.heldByPeer === null)
    lines.push(<Muted key="them" text={`${name} muted`} />);
  return (
    <p className="sv-secondary sv-live-state" role="status">
      {lines}
    </p>
  );
}

const Muted = ({ text }: { text: string }): ReactElement => (
  <span className="sv-with-icon">
    <Icon name="mic-off" size={16} /> {text}
  </span>
);
