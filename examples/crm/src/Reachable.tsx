import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";

/** Whether calls ring in this page: the CRM's own way to show it, over a hook. */
export function Reachable(): ReactElement | null {
  const { presence, connection } = useClientState();
  const reachable = presence?.reachable === true;
  // The component beside it says so itself, with the time and the way to end it.
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
