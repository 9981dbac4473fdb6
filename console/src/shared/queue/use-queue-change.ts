import { useEffect, useEffectEvent, useRef } from "react";
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

/** Calls `reload` when the text changes. */
export function useReloadOnChange(change: string, reload: () => void): void {
  const known = useRef(change);
  const reloadNow = useEffectEvent(reload);
  useEffect(() => {
    if (known.current === change) return;
    known.current = change;
    reloadNow();
  }, [change]);
}
