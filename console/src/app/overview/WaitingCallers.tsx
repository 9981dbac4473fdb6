import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";

/** Shows how many callers wait for someone of the team. */
export function WaitingCallers(): ReactElement {
  const { presence, connection } = useClientState();
  const count = connection === "offline" ? 0 : (presence?.waiting ?? 0);
  return (
    <section className="card" aria-labelledby="waiting-title">
      <h2 id="waiting-title" className="card-title">
        Waiting {count === 0 ? null : <span className="card-count">{count}</span>}
      </h2>
      <p className="card-empty">
        {count === 0
          ? "Nobody waits for someone of your team."
          : "They ring for whoever of your team is free next."}
      </p>
    </section>
  );
}
