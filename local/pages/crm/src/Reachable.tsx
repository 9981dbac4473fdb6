import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";

/** Whether calls ring in this page: the CRM's own way to show it, over a hook. */
export function Reachable(): ReactElement {
  const { presence, connection } = useClientState();
  const reachable = presence?.reachable === true;
  const text = reachable ? "Calls ring here" : connection === "offline" ? "Calls can't reach you" : "Connecting…";
  return (
    <span className={`sv-state sv-state-${reachable ? "available" : "offline"}`} role="status">
      {text}
    </span>
  );
}
