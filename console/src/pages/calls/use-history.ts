import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { useCallClient } from "@synapse-voice/react";
import { historySize, useCallHistory } from "../../shared/calls/CallHistory.tsx";
import { pageSize, useOlderPages, type PagedList } from "../../shared/lists/use-older-pages.ts";

/** Returns the agent's calls, newest first. */
export function useHistory(): PagedList<HistoryEntry> {
  const client = useCallClient();
  return useOlderPages(useCallHistory(), {
    newestSize: historySize,
    idOf: ({ id }) => id,
    loadPage: (before) =>
      client.request(callHistory, { query: { limit: String(pageSize), before } }),
  });
}
