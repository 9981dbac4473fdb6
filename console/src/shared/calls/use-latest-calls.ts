import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { useCallClient, useCallEvents, useResource, type Resource } from "@synapse-voice/react";

/**
 * Returns the agent's latest 100 calls, newest first. Loads them again when a call is answered or
 * ends.
 */
export function useLatestCalls(): Resource<readonly HistoryEntry[]> {
  const client = useCallClient();
  const calls = useResource("latest-calls", async (signal) =>
    client.request(callHistory, { query: { limit: "100" }, signal }),
  );
  useCallEvents((change) => {
    if (change.type === "ended" || change.type === "answered") calls.reload();
  });
  return calls;
}
