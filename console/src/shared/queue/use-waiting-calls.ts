import { waitingCalls, type WaitingCall } from "@synapse-voice/contract";
import { useCallClient, useClientState, useResource, type Resource } from "@synapse-voice/react";
import { useReloadOnChange } from "../lists/use-reload-on-change.ts";
import { useQueueChange } from "./use-queue-change.ts";

/** Interval at which the list loads again. Agents get no event of other calls of the queue. */
const refreshIntervalMs = 5_000;

/**
 * Loads who waits for someone of the team, the longest waiting first. Loads again at once when the
 * queue changes as far as this agent hears of it: presence brings the number of waiting calls every
 * 10 s. While calls wait and the page is visible, it also loads every 5 s.
 */
export function useWaitingCalls(): Resource<readonly WaitingCall[]> {
  const client = useCallClient();
  const { presence } = useClientState();
  const isEmpty = (presence?.waiting ?? 0) === 0;
  const waiting = useResource(
    "waiting-calls",
    async (signal) => client.request(waitingCalls, { signal }),
    isEmpty ? undefined : refreshIntervalMs,
  );
  useReloadOnChange(useQueueChange(), waiting.reload);
  return waiting;
}
