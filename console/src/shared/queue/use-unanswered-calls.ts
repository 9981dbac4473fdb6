import { useState } from "react";
import { unansweredCalls, type UnansweredCall } from "@synapse-voice/contract";
import { useCallClient, useResource, type Resource } from "@synapse-voice/react";
import { useQueueChange, useReloadOnChange } from "./use-queue-change.ts";

const pageSize = 50;
/** Interval at which the list loads again: colleagues call back, too. */
const refreshIntervalMs = 30_000;

/** A list whose older pages load on demand. */
export interface PagedCalls {
  readonly calls: Resource<readonly UnansweredCall[]>;
  /** Loads the next page; null if there is none. */
  readonly loadMore: (() => void) | null;
}

/** Loads the queue's calls that nobody answered, newest first, and again when the queue changes. */
export function useUnansweredCalls(): PagedCalls {
  const client = useCallClient();
  const [older, setOlder] = useState<readonly UnansweredCall[]>([]);
  const [complete, setComplete] = useState(false);
  const newest = useResource(
    "unanswered-calls",
    async (signal) =>
      client.request(unansweredCalls, { query: { limit: String(pageSize) }, signal }),
    refreshIntervalMs,
  );
  useReloadOnChange(useQueueChange(), newest.reload);
  const knownIds = new Set(newest.data?.map(({ callId }) => callId));
  const calls =
    newest.data === null
      ? null
      : [...newest.data, ...older.filter(({ callId }) => !knownIds.has(callId))];
  const last = calls?.at(-1);
  const loadMore = async (): Promise<void> => {
    if (last === undefined) return;
    const next = await client
      .request(unansweredCalls, { query: { limit: String(pageSize), before: last.callId } })
      .catch(() => null);
    if (next === null) return;
    setOlder((current) => [...current, ...next]);
    setComplete(next.length < pageSize);
  };
  const mayHaveMore = !complete && calls !== null && calls.length >= pageSize;
  return {
    calls: { ...newest, data: calls },
    loadMore: mayHaveMore ? () => void loadMore() : null,
  };
}
