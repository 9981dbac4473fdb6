import type { ReactElement } from "react";
import { useCallClient, useVoice } from "@synapse-voice/react";
import { callLine, peerOf } from "../../pages/calls/history-words.ts";
import type { CallHistory } from "../../shared/calls/CallHistory.tsx";
import { whenWords } from "../../shared/dates.ts";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import { missedPeople } from "./figures.ts";

const maxShown = 3;

/** Lists the people whose calls were missed or broke off last, to call them back. */
export function LastMissed({ history: { data, error } }: { history: CallHistory }): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const missed = missedPeople(data ?? [], userId, maxShown);
  return (
    <section className="card" aria-labelledby="missed-title">
      <h2 id="missed-title" className="card-title">
        Last missed
      </h2>
      {missed.length === 0 ? (
        <p className="card-empty">{emptyWords(data !== null, error)}</p>
      ) : (
        <ul className="sv-list">
          {missed.map((entry) => (
            <PersonRow key={entry.id} person={peerOf(entry, userId)} callLabel="Call back">
              <span className="call-line call-line-missed">
                {callLine(entry, userId)} · {whenWords(entry.placedAt, client.now())}
              </span>
            </PersonRow>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Says why nobody is listed. Nothing, while the calls load. */
function emptyWords(isLoaded: boolean, error: string | null): string {
  if (isLoaded) return "You have missed nobody lately.";
  return error === null ? "" : "Missed calls can't be shown right now.";
}
