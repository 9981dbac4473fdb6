import { useState } from "react";
import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { useCallClient, useCallEvents, useResource } from "@synapse-voice/react";

const pageSize = 50;

/** My calls, newest first; more of them on demand, and again whenever a call ends. */
export function useHistory(): {
  entries: readonly HistoryEntry[] | null;
  error: string | null;
  slow: boolean;
  reload: () => void;
  loadMore: (() => void) | null;
} {
  const client = useCallClient();
  const [older, setOlder] = useState<readonly HistoryEntry[]>([]);
  const [complete, setComplete] = useState(false);
  const newest = useResource("history", async (signal) =>
    client.request(callHistory, { query: { limit: String(pageSize) }, signal }),
  );
  useCallEvents((change) => {
    if (change.type === "ended" || change.type === "answered") newest.reload();
  });
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
  const mayHaveMore = !complete && entries !== null && entries.length >= pageSize;
  return {
    entries,
    error: newest.error,
    slow: newest.slow,
    reload: newest.reload,
    loadMore: mayHaveMore ? () => void loadMore() : null,
  };
}
