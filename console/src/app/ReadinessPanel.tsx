import type { ReactElement } from "react";
import { EmptyState, useCall, useClientState } from "@synapse-voice/react";

/** Fills the right half of a wide window while there is no call and no person to show. */
export function ReadinessPanel(): ReactElement | null {
  const { presence, connection } = useClientState();
  const { engaged, incoming, held, ended } = useCall();
  if (engaged || incoming.length > 0 || held.length > 0 || ended.length > 0) return null;
  return (
    <section className="ready" aria-label="Readiness">
      {connection === "offline" || presence?.reachable === false ? (
        <EmptyState
          icon="wifi-off"
          title="Calls can't reach you"
          text="They ring here again as soon as the server can be reached."
        />
      ) : presence?.state === "away" ? (
        <EmptyState
          icon="moon"
          title="You are away"
          text="Calls to the team don't ring here. Calls to you by name still do."
        />
      ) : presence?.state === "wrap_up" ? (
        <EmptyState
          icon="clock"
          title="Wrapping up"
          text="The team's calls wait until you are ready. Calls to you by name still ring."
        />
      ) : (
        <EmptyState
          icon="headset"
          title="Ready for calls"
          text="Your team's calls ring here. To call somebody, find them under Customers or Team."
        />
      )}
    </section>
  );
}
