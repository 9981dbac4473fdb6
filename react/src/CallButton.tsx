import type { ReactElement } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "./Button.tsx";
import { useCall, useClientState } from "./hooks.ts";
import { useVoice } from "./voice-context.ts";
import { placedHeldWords } from "./words.ts";

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

/** Calls one person. The rest (the card with the call, errors) shows in the page's `CallManager`. */
export function CallButton({ supabaseUserId, userName, variant = "secondary", size = "medium", describedBy, label = "Call" }: CallButtonProps): ReactElement {
  const { client, me } = useVoice();
  const { dialing } = useClientState();
  const { engaged, active, held, outgoing } = useCall();
  const whyNot = active === null && outgoing === null && held.length > 0 ? placedHeldWords : "You are on a call";
  const dialingThis = dialing !== null && dialing.calleeId === (supabaseUserId ?? null);
  return (
    <Button
      variant={variant}
      size={size}
      icon="phone"
      disabled={engaged || supabaseUserId === me}
      aria-busy={dialingThis}
      title={engaged ? whyNot : userName === undefined ? undefined : `Call ${userName}`}
      onClick={() => void client.call({ supabaseUserId: supabaseUserId ?? null, name: userName ?? null })}
      aria-describedby={describedBy}
    >
      {label}
    </Button>
  );
}
