import { useEffect, useId, useRef, type ReactElement } from "react";
import type { CallView } from "@synapse-voice/client/signal";
import { Avatar } from "./Avatar.tsx";
import { Button } from "./Button.tsx";
import { callerKind } from "./IncomingCall.tsx";
import { Icon } from "./Icon.tsx";
import { MediaHints } from "./MediaHints.tsx";
import { RunningTime } from "./RunningTime.tsx";
import { useCallClient, useClientState, useMediaState } from "./hooks.ts";
import { useVoice } from "./voice-context.ts";
import { shortName } from "./words.ts";

/** The call that goes on: who, how long, mute and hang up. */
export function LiveCall({ view }: { view: CallView }): ReactElement {
  const client = useCallClient();
  const card = useRef<HTMLDivElement>(null);
  const heading = useId();
  // The button that was pressed is gone: without this, the keyboard would start again at the top of the page.
  // A screen reader says whom the call is with, as the card takes the focus.
  useEffect(() => {
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, []);
  const { audience } = useVoice();
  const name = view.peer?.name ?? "Customer";
  return (
    <div ref={card} className="sv-card sv-card-live" role="group" aria-labelledby={heading} tabIndex={-1}>
      <div className="sv-who">
        <Avatar id={view.peer?.supabaseUserId ?? view.call.id} name={name} size={56} />
        <div className="sv-who-text">
          <h2 id={heading} className="sv-title sv-name">
            On call with {name}
          </h2>
          <p className="sv-secondary">{view.here ? callerKind(view.peer, audience) : "In another tab or on another device"}</p>
        </div>
      </div>
      <div className="sv-live-line">
        {view.answeredAt === null ? <span className="sv-secondary">Connecting…</span> : <RunningTime since={view.answeredAt} />}
        {view.here ? <RemoteState name={shortName(name)} /> : null}
      </div>
      {view.here ? <MediaHints peer={shortName(name)} /> : null}
      <div className="sv-actions sv-actions-split">
        {view.here ? <MuteButton /> : null}
        <Button variant="danger" size="large" icon="phone-off" onClick={() => void client.hangUp(view.call.id)}>
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
    <Button size="large" icon={muted ? "mic-off" : "mic"} className={muted ? "sv-muted" : ""} onClick={() => client.setMuted(!muted)}>
      {muted ? "Unmute" : "Mute"}
    </Button>
  );
}

/** What there is to know of the other side's sound. */
function RemoteState({ name }: { name: string }): ReactElement {
  const { status, remoteMuted, remotePresent } = useMediaState();
  const { muted } = useClientState();
  const lines: ReactElement[] = [];
  if (muted) lines.push(<Muted key="me" text="You are muted" />);
  if (status === "connected" && !remotePresent) lines.push(<span key="absent">Waiting for {name}…</span>);
  else if (remoteMuted) lines.push(<Muted key="them" text={`${name} muted`} />);
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
