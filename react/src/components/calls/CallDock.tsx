import type { ReactElement, ReactNode } from "react";
import type { CallView, ClientState } from "@synapse-voice/client";
import { CallbackCards } from "../customer/CallbackCard.tsx";
import { Announcer } from "./incoming/Announcer.tsx";
import { EndedCard } from "./EndedCard.tsx";
import { HeldByPeer } from "./HeldByPeer.tsx";
import { HeldCalls } from "./HeldCalls.tsx";
import { IncomingCall } from "./incoming/IncomingCall.tsx";
import { LiveCall } from "./LiveCall.tsx";
import { MediaHints } from "./MediaHints.tsx";
import { NoticeCard } from "./NoticeCard.tsx";
import { OutgoingCall } from "./OutgoingCall.tsx";
import { RecordingLine } from "./recording/RecordingLine.tsx";
import { SoundHint } from "./SoundHint.tsx";
import type { Calls } from "../../hooks/use-call.ts";
import { shortName } from "../../texts/names.ts";

/**
 * Shows calls in four parts, each of which has a fixed place in the page's layout: the bar of the
 * active or outgoing call, its recording and calls on hold, notices, and calls that ring. No part
 * moves another one.
 */
export function CallDock({
  state,
  calls,
  ended,
  controls,
}: {
  state: ClientState;
  calls: Calls;
  ended: readonly CallView[];
  /** Further buttons of the active call. */
  controls: ReactNode;
}): ReactElement {
  const { incoming, active, held, outgoing } = calls;
  const hasOutgoingCall = outgoing !== null || state.dialing !== null;
  return (
    <section className="sv-root sv-manager sv-manager-docked" aria-label="Calls">
      <div className="sv-dock-bar">
        {active === null ? null : (
          <LiveCall key={active.call.id} view={active} controls={controls} docked />
        )}
        {hasOutgoingCall ? <OutgoingCall view={outgoing} dialing={state.dialing} docked /> : null}
      </div>
      <div className="sv-dock-held">
        {active === null ? null : (
          <RecordingLine view={active} name={shortName(active.peer?.name ?? "Customer")} />
        )}
        <HeldCalls views={held} hasActiveCall={active !== null} hasOutgoingCall={hasOutgoingCall} />
      </div>
      <div className="sv-dock-notices">
        {state.notice === null ? null : <NoticeCard notice={state.notice} />}
        <CallbackCards />
        {active === null ? null : <ActiveHints view={active} />}
        {hasOutgoingCall ? (
          <MediaHints peer={shortName(outgoing?.peer?.name ?? state.dialing?.name) || "the team"} />
        ) : null}
      </div>
      {/* The part grows upwards. New calls come first, so that the oldest stays in place. */}
      <div className="sv-dock-ring">
        {incoming.length > 0 ? <SoundHint /> : null}
        {incoming.map((view) => (
          <IncomingCall key={view.call.id} view={view} activeCall={active} />
        ))}
        {ended.map((view) => (
          <EndedCard key={view.call.id} view={view} />
        ))}
      </div>
      <Announcer calls={calls} />
    </section>
  );
}

/** Shows what the bar has no room for: problems with the sound, and that the peer holds the call. */
function ActiveHints({ view }: { view: CallView }): ReactElement {
  const name = shortName(view.peer?.name ?? "Customer");
  return (
    <>
      <HeldByPeer view={view} name={name} />
      {view.here ? <MediaHints peer={name} /> : null}
    </>
  );
}
