import type { ReactElement } from "react";
import { othersWaiting, type ClientState } from "@synapse-voice/client";
import { useClientState } from "@synapse-voice/react";
import { teamCallsFragment } from "../../shared/calls/team-calls.ts";
import { WaitingList } from "../../shared/queue/WaitingList.tsx";

/** Number of waiting calls that the overview lists. The team's calls list all. */
const maxShown = 6;

/** Shows who waits for someone of the team, or beside a list of people how many wait. */
export function WaitingCallers({ showsList }: { showsList: boolean }): ReactElement {
  const state = useClientState();
  const count = othersWaiting(state);
  return (
    <section className="card" aria-labelledby="waiting-title">
      <h2 id="waiting-title" className="card-title">
        Waiting {count === 0 ? null : <span className="card-count">{count}</span>}
      </h2>
      {showsList ? (
        <WaitingList maxShown={maxShown} moreHref={teamCallsFragment} />
      ) : (
        <p className="card-empty">{countWords(state, count)}</p>
      )}
    </section>
  );
}

/** Says what happens to those who wait. Nothing, while their number loads. */
function countWords({ connection, presence }: ClientState, count: number): string {
  if (connection === "offline") return "There is no connection to the server.";
  if (presence === null) return "";
  return count === 0 ? "Nobody is waiting." : "They ring for whoever is free next.";
}
