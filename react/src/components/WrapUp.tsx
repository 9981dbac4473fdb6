import { useState, type ReactElement } from "react";
import { Button } from "./elements/Button.tsx";
import { RemainingTime } from "./elements/RemainingTime.tsx";
import { useCallClient, useClientState } from "../hooks/use-client-state.ts";

/**
 * Shows the time left for the work after a call, and `I'm ready` to end it. Shows nothing at other
 * times, so it can stay in a page's header.
 */
export function WrapUp(): ReactElement | null {
  const { presence } = useClientState();
  if (presence?.state !== "wrap_up") return null;
  return (
    <span className="sv-root sv-wrap-up">
      <span className="sv-state sv-state-wrap_up">
        <span>
          Wrapping up{" "}
          {presence.wrapUpUntil === null ? null : <RemainingTime until={presence.wrapUpUntil} />}
        </span>
      </span>
      <WrapUpButton />
    </span>
  );
}

/**
 * Ends the work after a call. It stays until the server has confirmed the new state. `beforeEnd`
 * runs first, for example to save what the agent wrote. For layouts that {@link WrapUp} does not
 * fit.
 */
export function WrapUpButton({ beforeEnd }: { beforeEnd?: () => Promise<void> }): ReactElement {
  const client = useCallClient();
  const [busy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    await beforeEnd?.();
    await client.endWrapUp();
    setBusy(false);
  };
  return (
    <Button
      size="small"
      icon="check"
      aria-busy={busy}
      title="End the work after your last call"
      onClick={() => void end()}
    >
      I'm ready
    </Button>
  );
}
