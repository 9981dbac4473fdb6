import { useClientState } from "@synapse-voice/react";

/**
 * Returns a text that changes with all that an agent hears of the queue: the number of waiting
 * calls, and the agent's own calls.
 */
export function useQueueChange(): string {
  const { calls, presence } = useClientState();
  return [
    presence?.waiting ?? 0,
    ...calls.map(({ call, phase }) => `${call.id} ${phase}`).toSorted(),
  ].join();
}
