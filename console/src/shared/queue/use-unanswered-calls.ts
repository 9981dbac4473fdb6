import { unansweredCalls, type UnansweredCall } from "@synapse-voice/contract";
import { useCallClient, useResource } from "@synapse-voice/react";
import { pageSize, useOlderPages, type PagedList } from "../lists/use-older-pages.ts";
import { useReloadOnChange } from "../lists/use-reload-on-change.ts";
import { useQueueChange } from "./use-queue-change.ts";

/** Interval at which the list loads again: colleagues call back, too. */
const refreshIntervalMs = 30_000;

/** Loads the queue's calls that nobody answered, newest first, and again when the queue changes. */
export function useUnansweredCalls(): PagedList<UnansweredCall> {
  const client = useCallClient();
  const newest = useResource(
    "unanswered-calls",
    async (signal) =>
      client.request(unansweredCalls, { query: { limit: String(pageSize) }, signal }),
    refreshIntervalMs,
  );
  useReloadOnChange(useQueueChange(), newest.reload);
  return useOlderPages(newest, {
    newestSize: pageSize,
    idOf: ({ callId }) => callId,
    loadPage: (before) =>
      client.request(unansweredCalls, { query: { limit: String(pageSize), before } }),
  });
}
