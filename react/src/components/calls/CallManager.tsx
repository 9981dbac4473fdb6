import { useRef, type ReactElement, type ReactNode } from "react";
import { brokeOff, isMissed, type CallView } from "@synapse-voice/client";
import { CallbackCards } from "../customer/CallbackCard.tsx";
import { Announcer } from "./incoming/Announcer.tsx";
import { CallDock } from "./CallDock.tsx";
import { EndedCard } from "./EndedCard.tsx";
import { HeldCalls } from "./HeldCalls.tsx";
import { IncomingCall } from "./incoming/IncomingCall.tsx";
import { LiveCall } from "./LiveCall.tsx";
import { NoticeCard } from "./NoticeCard.tsx";
import { OutgoingCall } from "./OutgoingCall.tsx";
import { SoundHint } from "./SoundHint.tsx";
import { useBusyTone } from "../../hooks/notices/use-busy-tone.ts";
import { sortCalls, type Calls } from "../../hooks/use-call.ts";
import { useClientState } from "../../hooks/use-client-state.ts";
import { useCustomerSound } from "../../hooks/use-customer-sound.ts";
import { useCustomerTitle } from "../../hooks/use-customer-title.ts";
import { usePressGuard } from "../../hooks/use-press-guard.ts";
import { incomingRing, useRing } from "../../hooks/incoming/use-ring.ts";
import { useTabTitle } from "../../hooks/use-tab-title.ts";
import type { RingKind } from "../../audio/ring.ts";

/** Properties of {@link CallManager}. */
export interface CallManagerProps {
  /**
   * `floating` (default): cards above the page, at the lower right of the window. `inline`: cards
   * in the flow of the page. `docked`: parts without a common box, which the page's style sheet
   * places: `.sv-dock-bar`, `.sv-dock-held`, `.sv-dock-notices` and `.sv-dock-ring`. These cover
   * and uncover other controls of the page. Presses on those are guarded, too.
   */
  readonly placement?: "floating" | "inline" | "docked";
  /**
   * Further buttons of the active call on this device, between Hold and Hang up. Only for `docked`.
   * With one button, the bar still fits a stage of 490 px.
   */
  readonly callControls?: ReactNode;
}

/**
 * Shows and rings the calls of the person who is signed in: incoming, outgoing, active, on hold and
 * just ended calls, and why a command failed. If a second call comes in while an agent talks, it
 * rings softly and offers `Hold and answer`. Calls on hold are listed below the active call, each
 * with `Resume`. Customers see their place in the queue, and can ask for a call-back. Use it once
 * in a page's layout.
 *
 * A press by pointer does nothing for 500 ms after the button moved or appeared under the pointer.
 */
export function CallManager({
  placement = "floating",
  callControls = null,
}: CallManagerProps): ReactElement {
  const state = useClientState();
  const calls = sortCalls(state);
  const section = useRef<HTMLElement>(null);
  const customerSound = useCustomerSound(calls);
  const isBusy = useBusyTone(state) && !calls.engaged;
  useRing(ringFor(calls) ?? customerSound ?? (isBusy ? "busy" : null));
  useTabTitle(useCustomerTitle(calls));
  usePressGuard(placement === "docked" ? "page" : section);
  const { incoming, active, held, outgoing, ended } = calls;
  if (placement === "docked")
    return (
      <CallDock
        state={state}
        calls={calls}
        ended={shownEnded(ended, calls)}
        controls={callControls}
      />
    );
  const hasOutgoingCall = outgoing !== null || state.dialing !== null;
  return (
    <section
      ref={section}
      className={`sv-root sv-manager sv-manager-${placement}`}
      aria-label="Calls"
    >
      {state.notice === null ? null : <NoticeCard notice={state.notice} />}
      {incoming.map((view) => (
        <IncomingCall key={view.call.id} view={view} activeCall={active} />
      ))}
      {incoming.length > 0 ? <SoundHint /> : null}
      {active === null ? null : <LiveCall key={active.call.id} view={active} />}
      {hasOutgoingCall ? <OutgoingCall view={outgoing} dialing={state.dialing} /> : null}
      <HeldCalls views={held} hasActiveCall={active !== null} hasOutgoingCall={hasOutgoingCall} />
      {shownEnded(ended, calls).map((view) => (
        <EndedCard key={view.call.id} view={view} />
      ))}
      <CallbackCards />
      <Announcer calls={calls} />
    </section>
  );
}

/** The most cards of ended calls that are shown at once. */
const maxEndedCards = 3;

/**
 * Returns the ended calls to show: the latest, and earlier ones that were missed or broke off. None
 * while another call needs attention. A call that waits on hold does not.
 */
const shownEnded = (
  ended: readonly CallView[],
  { incoming, active, held, outgoing, engaged }: Calls,
): readonly CallView[] => {
  const waitsOnly =
    active === null && outgoing === null && held.some(({ role }) => role === "caller");
  if (incoming.length > 0 || (engaged && !waitsOnly)) return [];
  return ended
    .filter((view, index) => index === 0 || isMissed(view) || brokeOff(view.call))
    .slice(0, maxEndedCards);
};

/** Returns the ring for these calls, or null for silence. */
function ringFor(calls: Calls): RingKind | null {
  const { outgoing } = calls;
  const isRingingThem = outgoing !== null && outgoing.here && outgoing.phase === "ringing-out";
  return incomingRing(calls) ?? (isRingingThem ? "outgoing" : null);
}
