import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";

/** Shows whether calls ring in this page, by the hook `useClientState`. */
export function Reachable(): ReactElement | null {
  const { presence, connection } = useClientState();
  const reachable = presence?.reachable === true;
  // `WrapUp` beside it shows this state, with the remaining time and a button to end it.
  if (presence?.state === "wrap_up") return null;
  const text = reachable
    ? "Calls ring here"
    : connection === "offline"
      ? "Calls can't reach you"
      : "Connecting…";
  return (
    <span className={`sv-state sv-state-${reachable ? "available" : "offline"}`} role="status">
      {text}
    </span>
  );
}
