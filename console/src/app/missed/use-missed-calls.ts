import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { HistoryEntry } from "@synapse-voice/contract";
import { isMissed } from "@synapse-voice/client";
import { useClientState, useVoice } from "@synapse-voice/react";
import { wasMissed } from "../../pages/calls/history-words.ts";
import { useCallHistory } from "../../shared/calls/CallHistory.tsx";
import { loadSeenCalls, onSeenCallsChange, saveSeenCalls, type SeenCalls } from "./seen-calls.ts";

/** Events that show that somebody is at the screen. */
const activityEvents = ["pointermove", "pointerdown", "keydown", "wheel"] as const;

const endOf = ({ endedAt, placedAt }: HistoryEntry): number => Date.parse(endedAt ?? placedAt);
const lastEnd = (entries: readonly HistoryEntry[]): number =>
  Math.max(0, ...entries.map(endOf).filter((at) => !Number.isNaN(at)));

/**
 * Returns the number of missed calls that the agent has not seen. Calls are seen by somebody who
 * uses the page while it lists the calls, and by closing the card of a call. At the first visit all
 * earlier calls count as seen. Null until the history is there.
 */
export function useMissedCalls(isListed: boolean): number | null {
  const { data } = useCallHistory();
  const { userId } = useVoice();
  const [seen, setSeen] = useState(() => loadSeenCalls(userId));
  useEffect(() => onSeenCallsChange(userId, setSeen), [userId]);
  useEffect(() => {
    if (seen !== null) saveSeenCalls(userId, seen);
  }, [userId, seen]);
  if (seen === null && data !== null) setSeen({ until: lastEnd(data), ids: [] });

  const unseen = seen === null ? [] : (data ?? []).filter((entry) => isUnseen(entry, seen, userId));
  const count = unseen.length;
  useSeenByUse(isListed && count > 0, () => setSeen({ until: lastEnd(data ?? []), ids: [] }));
  useDismissed((ids) => {
    if (seen !== null) setSeen({ ...seen, ids: [...seen.ids, ...ids].slice(-100) });
  });
  return data === null ? null : count;
}

const isUnseen = (entry: HistoryEntry, { until, ids }: SeenCalls, userId: string): boolean =>
  wasMissed(entry, userId) && endOf(entry) > until && !ids.includes(entry.id);

/** Calls the listener when somebody uses the page while it is active. */
function useSeenByUse(isActive: boolean, listener: () => void): void {
  const onUse = useEffectEvent(listener);
  useEffect(() => {
    if (!isActive) return undefined;
    const use = (): void => onUse();
    for (const name of activityEvents) document.addEventListener(name, use, { passive: true });
    return () => {
      for (const name of activityEvents) document.removeEventListener(name, use);
    };
  }, [isActive]);
}

/** Calls the listener with the ids of missed calls whose cards the agent has closed. */
function useDismissed(listener: (ids: readonly string[]) => void): void {
  const { calls } = useClientState();
  const onDismissed = useEffectEvent(listener);
  const shown = useRef<readonly string[]>([]);
  useEffect(() => {
    const gone = shown.current.filter((id) => !calls.some(({ call }) => call.id === id));
    // Other cards disappear by themselves.
    shown.current = calls
      .filter((view) => isMissed(view) && view.call.offer?.outcome !== null)
      .map(({ call }) => call.id);
    if (gone.length > 0) onDismissed(gone);
  }, [calls]);
}
