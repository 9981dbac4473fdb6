import { useEffect, useRef } from "react";
import type { CallView } from "@synapse-voice/client";
import { sortCalls, type Calls } from "./use-call.ts";
import { useClientState } from "./use-client-state.ts";
import { useLatest } from "./use-latest.ts";

/** A change of a call. */
export interface CallChange {
  /**
   * - `incoming`: the call rings for the person.
   * - `outgoing`: the person placed the call, and it waits or rings.
   * - `answered`: the call has two connected parties, and the person is one of them.
   * - `ended`: the call is over for the person.
   */
  readonly type: "incoming" | "outgoing" | "answered" | "ended";
  /** The call after the change. */
  readonly view: CallView;
}

const changeOf: Record<CallView["phase"], CallChange["type"] | null> = {
  queued: "outgoing",
  "ringing-out": "outgoing",
  "ringing-in": "incoming",
  answering: null,
  "on-call": "answered",
  ended: "ended",
};

/** Calls the listener once for each change of each call. Returns the present calls. */
export function useCallEvents(listener?: (change: CallChange) => void): Calls {
  const state = useClientState();
  const seen = useRef(new Map<string, CallChange["type"]>());
  const notify = useLatest((change: CallChange) => listener?.(change));
  useEffect(() => {
    const known = seen.current;
    for (const view of state.calls) {
      const type = changeOf[view.phase];
      if (type === null || known.get(view.call.id) === type) continue;
      known.set(view.call.id, type);
      notify({ type, view });
    }
    for (const id of known.keys())
      if (!state.calls.some((view) => view.call.id === id)) known.delete(id);
  }, [state.calls, notify]);
  return sortCalls(state);
}
