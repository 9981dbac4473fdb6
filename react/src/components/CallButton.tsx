import { useId, type ReactElement } from "react";
import { queueStatus } from "@synapse-voice/contract";
import { Button, type ButtonSize, type ButtonVariant } from "./elements/Button.tsx";
import { useCall } from "../hooks/use-call.ts";
import { useClientState } from "../hooks/use-client-state.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useVoice } from "../hooks/voice-context.ts";
import { closedWords, placedCallOnHoldWords } from "../texts/call-words.ts";

export interface CallButtonProps {
  /** Supabase id of whom to call. Without it the call goes to whichever agent answers. */
  readonly supabaseUserId?: string;
  /** Their name, for the button's description and the call card. */
  readonly userName?: string;
  readonly variant?: Extract<ButtonVariant, "primary" | "secondary" | "ghost">;
  readonly size?: ButtonSize;
  /** Id of an element that says who is called; the name is used where it is left out. */
  readonly describedBy?: string;
  /** The button's text; "Call" where left out. */
  readonly label?: string;
}

/** How often (ms) it is asked whether calls to the team are taken. */
const queueStatusIntervalMs = 60_000;

/**
 * What customers read while calls to nobody in particular are not taken; null while they are, for
 * agents, and where that can't be told.
 */
function useClosedText(toTeam: boolean): string | null {
  const { client, audience } = useVoice();
  const { data } = useResource(
    toTeam && audience === "customer" ? "queue" : null,
    async (signal) => client.request(queueStatus, { signal }),
    queueStatusIntervalMs,
  );
  return !toTeam || data === null || data.open ? null : closedWords(data.opensAt);
}

/**
 * Calls one person, or the team: outside its opening hours it says so to customers in place of
 * calling. The rest (the card with the call, errors) shows in the page's `CallManager`.
 */
export function CallButton({
  supabaseUserId,
  userName,
  variant = "secondary",
  size = "medium",
  describedBy,
  label = "Call",
}: CallButtonProps): ReactElement {
  const { client, userId } = useVoice();
  const { dialing } = useClientState();
  const { engaged, active, held, outgoing } = useCall();
  const disabledReason =
    active === null && outgoing === null && held.some(({ role }) => role === "caller")
      ? placedCallOnHoldWords
      : "You are on a call";
  const isDialing = dialing !== null && dialing.calleeId === (supabaseUserId ?? null);
  const closed = useClosedText(supabaseUserId === undefined);
  const noteId = useId();
  const button = (
    <Button
      variant={variant}
      size={size}
      icon="phone"
      disabled={engaged || closed !== null || supabaseUserId === userId}
      aria-busy={isDialing}
      title={engaged ? disabledReason : userName === undefined ? undefined : `Call ${userName}`}
      onClick={() =>
        void client.call({ supabaseUserId: supabaseUserId ?? null, name: userName ?? null })
      }
      aria-describedby={closed === null ? describedBy : noteId}
    >
      {label}
    </Button>
  );
  if (closed === null) return button;
  return (
    <span className="sv-root sv-closed">
      {button}
      <span id={noteId} className="sv-secondary">
        {closed}
      </span>
    </span>
  );
}
