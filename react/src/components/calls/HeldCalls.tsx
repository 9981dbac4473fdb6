import { useId, useRef, type ReactElement } from "react";
import type { CallView } from "@synapse-voice/client";
import { Avatar } from "../elements/Avatar.tsx";
import { Button } from "../elements/Button.tsx";
import { ContinueButton } from "../elements/ContinueButton.tsx";
import { Icon } from "../../icons/Icon.tsx";
import { ElapsedTime } from "../elements/ElapsedTime.tsx";
import { useCallClient, useMediaState } from "../../hooks/use-client-state.ts";
import { useFocusRecovery } from "../../hooks/use-focus-recovery.ts";
import { useLeftPage } from "../../hooks/notices/use-left-page.ts";
import { placedCallOnHoldWords } from "../../texts/call-words.ts";

interface Props {
  readonly views: readonly CallView[];
  /** True while there is an active call. Resuming a call puts it on hold. */
  readonly hasActiveCall: boolean;
  /** True while an outgoing call is not answered yet. No call can be resumed meanwhile. */
  readonly hasOutgoingCall: boolean;
}

/** Lists an agent's calls on hold, each with a button that resumes it. */
export function HeldCalls({ views, hasActiveCall, hasOutgoingCall }: Props): ReactElement | null {
  const title = useId();
  if (views.length === 0) return null;
  return (
    <section className="sv-card sv-card-held" aria-labelledby={title}>
      <h2 id={title} className="sv-held-title">
        <Icon name="pause" size={16} /> On hold
      </h2>
      <ul className="sv-list">
        {views.map((view) => (
          <HeldCallRow
            key={view.call.id}
            view={view}
            hasActiveCall={hasActiveCall}
            hasOutgoingCall={hasOutgoingCall}
          />
        ))}
      </ul>
      {!hasActiveCall && !hasOutgoingCall && views.some(({ role }) => role === "caller") ? (
        <p className="sv-secondary">{placedCallOnHoldWords}</p>
      ) : null}
    </section>
  );
}

function HeldCallRow({
  view,
  hasActiveCall,
  hasOutgoingCall,
}: Omit<Props, "views"> & { readonly view: CallView }): ReactElement {
  const client = useCallClient();
  const row = useRef<HTMLLIElement>(null);
  const nameId = useId();
  const { id } = view.call;
  const name = view.peer?.name ?? "Customer";
  const variant = hasActiveCall || hasOutgoingCall ? "secondary" : "primary";
  // After Hold or Continue here, the focus moves to this row's button.
  useFocusRecovery(row, view.here, "button");
  return (
    <li ref={row} className="sv-held">
      <Avatar id={view.peer?.supabaseUserId ?? id} name={name} size={32} />
      <div className="sv-row-text">
        <span id={nameId} className="sv-row-name">
          {name}
        </span>
        <HeldState view={view} />
      </div>
      {view.here ? (
        <Button
          variant={variant}
          icon="play"
          disabled={hasOutgoingCall}
          title={hasOutgoingCall ? "Cancel the call that rings first" : undefined}
          aria-describedby={nameId}
          onClick={() => void client.resume(id)}
        >
          Resume
        </Button>
      ) : (
        <ContinueButton callId={id} variant={variant} aria-describedby={nameId} />
      )}
      <Button
        variant="ghost"
        className="sv-hang-up"
        icon="phone-off"
        aria-label={`Hang up: ${name}`}
        title={`Hang up: ${name}`}
        onClick={() => void client.hangUp(id)}
      />
    </li>
  );
}

function HeldState({ view }: { view: CallView }): ReactElement {
  const { calls } = useMediaState();
  const hasLeftPage = useLeftPage(view);
  const media = calls.find(({ callId }) => callId === view.call.id);
  if (media?.status === "reconnecting") return <span className="sv-secondary">Reconnecting…</span>;
  if (media?.status === "lost")
    return <span className="sv-secondary">Its sound is in another tab</span>;
  const { heldSince } = view.call;
  if (hasLeftPage) return <span className="sv-secondary">Left the page. Waiting 20 s</span>;
  return (
    <span className={view.here ? "sv-secondary" : "sv-secondary sv-held-elsewhere"}>
      {heldWords(view)}
      {heldSince === null ? null : (
        <>
          {" · "}
          <ElapsedTime since={Date.parse(heldSince)} size="small" />
        </>
      )}
    </span>
  );
}

function heldWords({ here, heldByPeer }: CallView): string {
  if (!here) return "On another device or tab";
  return heldByPeer === null ? "On hold" : "On hold by both of you";
}
