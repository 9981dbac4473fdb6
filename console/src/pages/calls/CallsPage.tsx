import type { ReactElement } from "react";
import type { HistoryEntry } from "@synapse-voice/contract";
import { EmptyState, Icon, useCallWith, useVoice } from "@synapse-voice/react";
import { timeOfDay } from "../../shared/dates.ts";
import { Filter } from "../../shared/Filter.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { NotesSummary } from "../../shared/notes/NotesSummary.tsx";
import { PersonRow } from "../../shared/people/PersonRow.tsx";
import { CallsByDay } from "./CallsByDay.tsx";
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
      <Filter label="Which calls" options={filters} value={filter} onChange={setFilter} />
      {filter === "team" ? <TeamCalls /> : <OwnCalls />}
    </>
  );
}

function OwnCalls(): ReactElement {
  const { list, loadMore } = useHistory();
  return (
    <Loaded resource={list} rows={5} label="Loading calls">
      {(entries) => <History entries={entries} loadMore={loadMore} />}
    </Loaded>
  );
}

function History({
  entries,
  loadMore,
}: {
  entries: readonly HistoryEntry[];
  loadMore: (() => Promise<boolean>) | null;
}): ReactElement {
  if (entries.length === 0)
    return (
      <EmptyState
        icon="history"
        title="No calls yet"
        text="They show here, today’s first. To make one, find someone under Customers."
      />
    );
  return (
    <CallsByDay calls={entries} loadMore={loadMore}>
      {(entry) => <CallRow key={entry.id} entry={entry} />}
    </CallsByDay>
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
      <NotesSummary entry={entry} />
    </PersonRow>
  );
}
