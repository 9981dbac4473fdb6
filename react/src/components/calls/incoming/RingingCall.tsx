import { useRef, type ReactElement, type ReactNode } from "react";
import type { CallView } from "@synapse-voice/client";
import { recordingOf, type Party } from "@synapse-voice/contract";
import { Announcer } from "./Announcer.tsx";
import { Avatar } from "../../elements/Avatar.tsx";
import { Button } from "../../elements/Button.tsx";
import { ElapsedTime } from "../../elements/ElapsedTime.tsx";
import { CallerText } from "../../customer/CallerText.tsx";
import { sortCalls, type Calls } from "../../../hooks/use-call.ts";
import { useClientState } from "../../../hooks/use-client-state.ts";
import { useIncomingCall } from "../../../hooks/incoming/use-incoming-call.ts";
import { usePressGuard } from "../../../hooks/use-press-guard.ts";
import { incomingRing, useRing } from "../../../hooks/incoming/use-ring.ts";
import { useVoice } from "../../../hooks/voice-context.ts";
import { noticeWords } from "../../../texts/notice-words.ts";
import { upcomingRecordingWords } from "../../../texts/upcoming-recording-words.ts";

/** Properties of {@link RingingCall}. */
export interface RingingCallProps {
  /** Shows what is known of a caller, below their name. Default: one or two words. */
  readonly about?: (caller: Party | null) => ReactNode;
}

/**
 * Shows and rings incoming calls in a small window of their own, of 360 × 160 px. It shows the call
 * that has rung longest, and the number of the others. Without an incoming call it shows nothing.
 * If an answer fails, it says why.
 */
export function RingingCall({ about }: RingingCallProps): ReactElement {
  const state = useClientState();
  const calls = sortCalls(state);
  const section = useRef<HTMLElement>(null);
  useRing(incomingRing(calls));
  usePressGuard(section);
  const view = callToShow(calls);
  const failed = state.notice !== null && state.notice.callId === view?.call.id;
  return (
    <section ref={section} className="sv-root sv-manager sv-ringing-window" aria-label="Calls">
      {view === null ? null : (
        <RingingDialog
          key={view.call.id}
          view={view}
          calls={calls}
          about={about === undefined ? <CallerText peer={view.peer} /> : about(view.peer)}
          failure={failed ? (state.notice?.code ?? null) : null}
        />
      )}
      <Announcer calls={calls} />
    </section>
  );
}

/** Returns the call that is being answered, or else the one that has rung longest. */
const callToShow = ({ incoming }: Calls): CallView | null =>
  incoming.find(({ phase }) => phase === "answering") ?? incoming.at(-1) ?? null;

function RingingDialog({
  view,
  calls: { incoming, active },
  about,
  failure,
}: {
  view: CallView;
  calls: Calls;
  about: ReactNode;
  /** Error code of the answer; null if there is none. */
  failure: string | null;
}): ReactElement {
  const { audience } = useVoice();
  const { element, name, isAnswering, ...call } = useIncomingCall(view, active);
  const recording = recordingOf(view.call);
  const upcoming = recording === null ? null : upcomingRecordingWords(recording);
  const others = incoming.length - 1;
  const hint = call.unheardWords ?? call.holdWords;
  return (
    // The keys work in the whole dialog, whichever of its elements has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={element}
      className="sv-ringing"
      role="alertdialog"
      aria-label={`Incoming call from ${name}`}
      tabIndex={-1}
      onKeyDown={call.onKeyDown}
    >
      <div className="sv-who">
        <Avatar
          id={view.peer?.supabaseUserId ?? view.call.id}
          name={name}
          size={48}
          pulsing={!isAnswering}
        />
        <div className="sv-who-text">
          <p className="sv-meta">
            {call.title} · <span>waiting</span>{" "}
            <ElapsedTime since={Date.parse(view.call.placedAt)} size="small" />
            {others > 0 ? <span> · and {others} more</span> : null}
          </p>
          <h1 className="sv-title sv-name">{name}</h1>
          <p className="sv-secondary sv-ringing-about">
            {about}
            {upcoming === null ? null : <span> · {upcoming}</span>}
          </p>
        </div>
      </div>
      {failure === null ? null : (
        <p className="sv-ringing-note sv-ringing-failure" role="alert">
          {noticeWords(failure, audience, name).title}
        </p>
      )}
      {failure === null && hint !== null ? <p className="sv-ringing-note">{hint}</p> : null}
      {/* With a hint, the words of Answer are longer, too. */}
      <div
        className={hint === null ? "sv-actions sv-actions-split" : "sv-actions sv-actions-second"}
      >
        <Button variant="decline" icon="phone-off" disabled={isAnswering} onClick={call.decline}>
          Decline
        </Button>
        <Button variant="answer" icon="phone" disabled={isAnswering} onClick={call.answer}>
          {call.answerLabel}
        </Button>
      </div>
    </div>
  );
}
