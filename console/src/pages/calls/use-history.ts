import { useState } from "react";
import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { useCallClient, type Resource } from "@synapse-voice/react";
import { historySize, useCallHistory } from "../../shared/calls/CallHistory.tsx";

const pageSize = 50;

/** A history whose older pages load on demand. */
export interface PagedHistory {
  readonly history: Resource<readonly HistoryEntry[]>;
  /** Loads the next page; null if there is none. */
  readonly loadMore: (() => void) | null;
}

/** Returns the agent's calls, newest first. */
export function useHistory(): PagedHistory {
  const client = useCallClient();
  const [older, setOlder] = useState<readonly HistoryEntry[]>([]);
  const [complete, setComplete] = useState(false);
  const newest = useCallHistory();
  const knownIds = new Set(newest.data?.map((entry) => entry.id));
  const entries =
    newest.data === null
      ? null
      : [...newest.data, ...older.filter((entry) => !knownIds.has(entry.id))];
  const last = entries?.at(-1);
  const loadMore = async (): Promise<void> => {
    if (last === undefined) return;
    const next = await client
      .request(callHistory, { query: { limit: String(pageSize), before: last.id } })
      .catch(() => null);
    if (next === null) return;
    setOlder((current) => [...current, ...next]);
    setComplete(next.length < pageSize);
  };
  const mayHaveMore = !complete && entries !== null && entries.length >= historySize;
  return {
    history: { ...newest, data: entries },
    loadMore: mayHaveMore ? () => void loadMore() : null,
  };
}
