import type { ReactElement } from "react";
import type { HistoryEntry } from "@synapse-voice/contract";
import {
  Button,
  EmptyState,
  Icon,
  useCallClient,
  useCallWith,
  useVoice,
} from "@synapse-voice/react";
import { dayName, timeOfDay } from "../../shared/dates.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import { groupByDay } from "./history-groups.ts";
import { callLine, historyIcon, needsCallBack, peerOf } from "./history-words.ts";
import { TeamCalls } from "./TeamCalls.tsx";
import { useCallsFilter, type CallsFilter } from "./use-calls-filter.ts";
import { useHistory } from "./use-history.ts";

const filters: Readonly<Record<CallsFilter, string>> = { mine: "Mine", team: "Team" };

/** Lists the agent's calls or the team's, by day, today first. */
export function CallsPage(): ReactElement {
  const [filter, setFilter] = useCallsFilter();
  return (
    <>
      <div className="filter" role="group" aria-label="Which calls">
        {(["mine", "team"] as const).map((option) => (
          <button
            key={option}
            type="button"
            className="filter-button sv-focusable"
            aria-pressed={option === filter}
            onClick={() => setFilter(option)}
          >
            {filters[option]}
          </button>
        ))}
      </div>
      {filter === "team" ? <TeamCalls /> : <OwnCalls />}
    </>
  );
}

function OwnCalls(): ReactElement {
  const { history, loadMore } = useHistory();
  return (
    <Loaded resource={history} rows={5} label="Loading calls">
      {(entries) => <History entries={entries} loadMore={loadMore} />}
    </Loaded>
  );
}

function History({
  entries,
  loadMore,
}: {
  entries: readonly HistoryEntry[];
  loadMore: (() => void) | null;
}): ReactElement {
  const client = useCallClient();
  if (entries.length === 0)
    return (
      <EmptyState
        icon="history"
        title="No calls yet"
        text="They show here, today’s first. To make one, find somebody under Customers."
      />
    );
  const now = client.now();
  return (
    <>
      {groupByDay(entries).map(({ day, entries: ofDay }) => (
        <section key={day} aria-label={dayName(day, now)}>
          <h2 className="group-title">{dayName(day, now)}</h2>
          <ul className="sv-list">
            {ofDay.map((entry) => (
              <CallRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
      {loadMore === null ? null : (
        <Button className="more" variant="ghost" onClick={loadMore}>
          Show older calls
        </Button>
      )}
    </>
  );
}

function CallRow({ entry }: { entry: HistoryEntry }): ReactElement {
  const { userId } = useVoice();
  const peer = peerOf(entry, userId);
  const callWith = useCallWith(peer.userId);
  const unfinished = needsCallBack(entry, userId);
  return (
    <PersonRow
      person={peer}
      // During a call with this person, the call's own controls are enough.
      callable={peer.userId !== "" && callWith === null}
      callLabel={unfinished ? "Call back" : "Call"}
    >
      <span className={unfinished ? "call-line call-line-missed" : "call-line"}>
        <Icon name={historyIcon(entry, userId)} size={14} />
        <span className="call-line-text">
          {timeOfDay(Date.parse(entry.placedAt))} · {callLine(entry, userId)}
        </span>
      </span>
    </PersonRow>
  );
}
