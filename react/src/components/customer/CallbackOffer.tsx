import type { ReactElement } from "react";
import { Button, type ButtonVariant } from "../elements/Button.tsx";
import { useVoice } from "../../hooks/voice-context.ts";
import { askForCallback } from "../../texts/callback-words.ts";

/**
 * Shows customers a button that opens the form for a call-back. `callId` is the call that nobody
 * answered.
 */
export function CallbackOffer({
  callId = null,
  variant = "secondary",
}: {
  readonly callId?: string | null | undefined;
  readonly variant?: ButtonVariant;
}): ReactElement | null {
  const { client, callbackRequests, audience } = useVoice();
  if (audience === "agent") return null;
  const open = (): void => {
    if (callId !== null) client.dismiss(callId);
    client.dismissNotice();
    callbackRequests.openForm(callId);
  };
  return (
    <Button variant={variant} icon="phone-call" onClick={open}>
      {askForCallback}
    </Button>
  );
}
