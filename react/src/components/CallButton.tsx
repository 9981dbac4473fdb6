import { useId, type ReactElement } from "react";
import { plainLine } from "@synapse-voice/contract";
import { CallbackNote } from "./customer/CallbackNote.tsx";
import { CallbackOffer } from "./customer/CallbackOffer.tsx";
import { Button, type ButtonSize, type ButtonVariant } from "./elements/Button.tsx";
import { ContinueButton } from "./elements/ContinueButton.tsx";
import { useCall } from "../hooks/use-call.ts";
import { useCallWith } from "../hooks/use-call-with.ts";
import { useClientState } from "../hooks/use-client-state.ts";
import { useOwnCallback } from "../hooks/use-callback-requests.ts";
import { useQueueStatus } from "../hooks/use-queue-status.ts";
import { useVoice } from "../hooks/voice-context.ts";
import { closedWords, placedCallOnHoldWords } from "../texts/call-words.ts";
import { shortName } from "../texts/names.ts";
import { nobodyAvailable } from "../texts/queue-words.ts";

/** Properties of {@link CallButton}. */
export interface CallButtonProps {
  /** Supabase id of the person to call. If left out, the call goes to the team. */
  readonly supabaseUserId?: string;
  /** Name of this person, for the button's description and the card of the call. */
  readonly userName?: string;
  /** Look of the button. Default: `secondary`. */
  readonly variant?: Extract<ButtonVariant, "primary" | "secondary" | "ghost">;
  /** Size of the button. Default: `medium`. */
  readonly size?: ButtonSize;
  /** Id of an element that names the person. Default: a description made of `userName`. */
  readonly describedBy?: string;
  /** Text of the button. Default: "Call". */
  readonly label?: string;
  /** True for a button that shows its icon alone, as in a row of a list. `label` names it. */
  readonly iconOnly?: boolean;
}

/** Why a call to the team would reach nobody now. */
interface TeamNote {
  readonly text: string;
  /** True if the server would refuse the call. */
  readonly closed: boolean;
}

/**
 * Returns what customers read while the team takes no calls, or nobody is at work. Null while
 * somebody can answer, for agents, and before the server has replied.
 */
function useTeamNote(toTeam: boolean): TeamNote | null {
  const { client } = useVoice();
  const status = useQueueStatus(toTeam);
  if (status === null) return null;
  if (!status.open) return { text: closedWords(status.opensAt, client.now()), closed: true };
  return status.staffed === false ? { text: nobodyAvailable, closed: false } : null;
}

/**
 * Calls one person, or the team. While a call with this person is on hold, it resumes that call, or
 * moves it to this device. Outside the team's opening hours customers see when it opens again, and
 * the button is disabled. They also see when nobody is at work, and their own request for a
 * call-back. The card of the call and errors show in the page's `CallManager`.
 */
export function CallButton(props: CallButtonProps): ReactElement {
  const view = useCallWith(props.supabaseUserId);
  if (view?.phase === "on-call" && view.held)
    return view.here ? (
      <ResumeButton {...props} callId={view.call.id} />
    ) : (
      <ContinueButton
        callId={view.call.id}
        variant={props.variant === "primary" ? "primary" : "secondary"}
      />
    );
  return <StartButton {...props} />;
}

/** Resumes the call on hold with the person, in place of a second call that would be refused. */
function ResumeButton({
  callId,
  variant = "secondary",
  size = "medium",
  describedBy,
}: CallButtonProps & { readonly callId: string }): ReactElement {
  const { client } = useVoice();
  const { outgoing } = useCall();
  return (
    <Button
      variant={variant}
      size={size}
      icon="play"
      disabled={outgoing !== null}
      title={outgoing === null ? undefined : "Cancel the call that rings first"}
      aria-describedby={describedBy}
      onClick={() => void client.resume(callId)}
    >
      Resume
    </Button>
  );
}

function StartButton({
  supabaseUserId,
  userName: givenName,
  variant = "secondary",
  size = "medium",
  describedBy,
  label = "Call",
  iconOnly = false,
}: CallButtonProps): ReactElement {
  const { client, userId } = useVoice();
  // Records of other programs may hold marks that hide or reorder text.
  const userName = plainLine(givenName ?? "") || undefined;
  const { dialing } = useClientState();
  const { engaged, incoming, active, held, outgoing } = useCall();
  const caller = incoming.find(
    ({ peer }) => peer !== null && peer.supabaseUserId === supabaseUserId,
  );
  const disabledReason =
    caller !== undefined && active === null
      ? `${shortName(caller.peer?.name)} is calling you`
      : active === null && outgoing === null && held.some(({ role }) => role === "caller")
        ? placedCallOnHoldWords
        : "You are on a call";
  const blocked = engaged || caller !== undefined;
  const isDialing = dialing !== null && dialing.calleeId === (supabaseUserId ?? null);
  const toTeam = supabaseUserId === undefined;
  const note = useTeamNote(toTeam);
  const hasRequest = useOwnCallback(toTeam) !== null;
  const noteId = useId();
  const button = (
    <Button
      variant={variant}
      size={size}
      icon="phone"
      className={iconOnly ? "sv-button-icon" : ""}
      disabled={blocked || note?.closed === true || supabaseUserId === userId}
      aria-busy={isDialing}
      title={blocked ? disabledReason : userName === undefined ? undefined : `Call ${userName}`}
      onClick={() =>
        void client.call({ supabaseUserId: supabaseUserId ?? null, name: userName ?? null })
      }
      aria-describedby={note === null ? describedBy : noteId}
    >
      {iconOnly ? <span className="sv-visually-hidden">{label}</span> : label}
    </Button>
  );
  if (note === null && !hasRequest) return button;
  return (
    <span className="sv-root sv-closed">
      {button}
      {note === null ? null : (
        <>
          <span id={noteId} className="sv-secondary">
            {note.text}
          </span>
          {hasRequest ? null : <CallbackOffer />}
        </>
      )}
      <CallbackNote />
    </span>
  );
}
