import type { ReactElement } from "react";
import { useClientState } from "@synapse-voice/react";
import { othersWaiting } from "../../shared/queue/others-waiting.ts";
import { WaitingList } from "../../shared/queue/WaitingList.tsx";

/** Shows who waits for someone of the team, or beside a list of people how many wait. */
export function WaitingCallers({ showsList }: { showsList: boolean }): ReactElement {
  const count = othersWaiting(useClientState());
  return (
    <section className="card" aria-labelledby="waiting-title">
      <h2 id="waiting-title" className="card-title">
        Waiting {count === 0 ? null : <span className="card-count">{count}</span>}
      </h2>
      {showsList ? (
        <WaitingList />
      ) : (
        <p className="card-empty">
          {count === 0 ? "Nobody is waiting." : "They ring for whoever is free next."}
        </p>
      )}
    </section>
  );
}
