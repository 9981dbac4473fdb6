import { useMemo, useState } from "react";
import { useCall, useClientState, type Calls } from "@synapse-voice/react";
import type { CallView } from "@synapse-voice/client";
import type { Person, Selection } from "../shared/people/selection.ts";

/** The person whose details are shown, and how they came to be shown. */
export interface ShownPerson {
  /** The chosen person, or else the other side of the call; null: the overview is shown. */
  readonly person: Person | null;
  /** True if the agent chose the person. */
  readonly isChosen: boolean;
  /** True if the person is shown where a narrow window has room for one pane only. */
  readonly isOnTop: boolean;
  readonly selection: Selection;
}

interface State {
  readonly chosen: Person | null;
  /** True if the agent has left the person of the call for the list. */
  readonly isListOnTop: boolean;
  readonly callId: string | null;
  /** The other side of the last call, for the time after it. */
  readonly last: Person | null;
}

const nothingShown: State = { chosen: null, isListOnTop: false, callId: null, last: null };

/** Returns the call whose other side is shown: the one that needs the agent most. */
const callToShow = ({ active, outgoing, held }: Calls): CallView | null =>
  active ?? outgoing ?? held[0] ?? null;

const personOf = ({ peer }: CallView): Person | null =>
  peer === null ? null : { userId: peer.supabaseUserId, name: peer.name, type: peer.type };

/**
 * Returns the person to show beside the list: the one that the agent chose, or else the other side
 * of the call, also in the wrap-up after it. A new call ends the choice.
 */
export function useShownPerson(): ShownPerson {
  const { presence } = useClientState();
  const view = callToShow(useCall());
  const [state, setState] = useState(nothingShown);
  const callId = view?.call.id ?? null;
  const current = callId === state.callId ? state : afterCallChange(state, view);
  if (current !== state) setState(current);
  const { chosen, isListOnTop } = current;
  const afterCall = presence?.state === "wrap_up" ? current.last : null;
  const ofCall = view === null ? afterCall : personOf(view);
  const selection = useMemo(
    () => ({
      person: chosen,
      select: (person: Person | null) =>
        setState((before) => ({ ...before, chosen: person, isListOnTop: person === null })),
    }),
    [chosen, setState],
  );
  return {
    person: chosen ?? ofCall,
    isChosen: chosen !== null,
    isOnTop: chosen !== null || (ofCall !== null && !isListOnTop),
    selection,
  };
}

const afterCallChange = (state: State, view: CallView | null): State =>
  view === null
    ? { ...state, callId: null }
    : { chosen: null, isListOnTop: false, callId: view.call.id, last: personOf(view) };
