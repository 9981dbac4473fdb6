import { useMemo, useState } from "react";
import { useCall, useClientState, type Calls } from "@synapse-voice/react";
import type { CallView, ClientState } from "@synapse-voice/client";
import type { Person, Selection } from "../../shared/people/selection.ts";

/** The person whose details are shown, and how they came to be shown. */
export interface ShownPerson {
  /** The chosen person, or else the other side of the call; null: the overview is shown. */
  readonly person: Person | null;
  /** True if the agent chose the person, or the notes of the call with them. */
  readonly isChosen: boolean;
  /** True if the person is shown where a narrow window has room for one pane only. */
  readonly isOnTop: boolean;
  readonly selection: Selection;
  readonly notes: ShownNotes;
}

/** The notes on the person's page. */
export interface ShownNotes {
  /** The last call, if it was with this person and the work after it goes on. */
  readonly lastCallId: string | null;
  /** An earlier call whose notes the agent asked for; null for none. */
  readonly requestedCallId: string | null;
  /** Rises each time that the agent asks for the notes. 0: the agent has not. */
  readonly request: number;
  /** Shows the other side of the call, with the focus in the notes. */
  readonly open: () => void;
  /** Shows a person, with the focus in the notes of an earlier call with them. */
  readonly openOf: (callId: string, person: Person) => void;
  /** Shows the notes of the call that goes on in place of those of an earlier one. */
  readonly closeEarlier: () => void;
  /** Keeps the page after the call, since the agent writes. */
  readonly keepOpen: () => void;
}

interface State {
  readonly chosen: Person | null;
  /** True if the agent has left the person of the call for the list. */
  readonly isListOnTop: boolean;
  readonly callId: string | null;
  /** The last call and its other side, for the time after it. */
  readonly last: { readonly callId: string; readonly person: Person | null } | null;
  readonly notesRequest: number;
  readonly requestedCallId: string | null;
  /** True if the agent has written notes since the page is shown. */
  readonly isWriting: boolean;
}

const nothingShown: State = {
  chosen: null,
  isListOnTop: false,
  callId: null,
  last: null,
  notesRequest: 0,
  requestedCallId: null,
  isWriting: false,
};

/** Returns the call whose other side is shown: the one that needs the agent most. */
const callToShow = ({ active, outgoing, held }: Calls): CallView | null =>
  active ?? outgoing ?? held[0] ?? null;

const personOf = ({ peer }: CallView): Person | null =>
  peer === null ? null : { userId: peer.supabaseUserId, name: peer.name, type: peer.type };

/**
 * Returns the person to show beside the list: the one that the agent chose, or else the other side
 * of the call. After the call they are shown in the wrap-up, and for as long as the agent writes
 * notes. A new call ends the choice.
 */
export function useShownPerson(): ShownPerson {
  const clientState = useClientState();
  const view = callToShow(useCall());
  const [state, setState] = useState(nothingShown);
  const current = afterChange(state, view, clientState);
  if (current !== state) setState(current);
  const { chosen, isListOnTop, notesRequest: request, requestedCallId } = current;
  const last = view === null && isAfterCall(current, clientState) ? current.last : null;
  const ofCall = view === null ? (last?.person ?? null) : personOf(view);
  const selection = useMemo(
    () => ({
      person: chosen,
      select: (person: Person | null) =>
        setState((before) => ({
          ...before,
          chosen: person,
          isListOnTop: person === null,
          notesRequest: 0,
          requestedCallId: null,
          isWriting: false,
        })),
    }),
    [chosen, setState],
  );
  const commands = useMemo(() => notesCommands(setState), [setState]);
  const person = chosen ?? ofCall;
  const isChosen = chosen !== null || (ofCall !== null && request > 0);
  const isWithLast = last !== null && last.person?.userId === person?.userId;
  return {
    person,
    isChosen,
    isOnTop: isChosen || (ofCall !== null && !isListOnTop),
    selection,
    notes: {
      lastCallId: isWithLast ? last.callId : null,
      requestedCallId,
      request,
      ...commands,
    },
  };
}

const notesCommands = (
  setState: (change: (before: State) => State) => void,
): Pick<ShownNotes, "open" | "openOf" | "closeEarlier" | "keepOpen"> => ({
  open: () =>
    setState((before) => ({
      ...before,
      chosen: null,
      isListOnTop: false,
      notesRequest: before.notesRequest + 1,
      requestedCallId: null,
    })),
  openOf: (callId, person) =>
    setState((before) => ({
      ...before,
      chosen: person,
      isListOnTop: false,
      notesRequest: before.notesRequest + 1,
      requestedCallId: callId,
    })),
  closeEarlier: () => setState((before) => ({ ...before, requestedCallId: null })),
  keepOpen: () =>
    setState((before) => (before.isWriting ? before : { ...before, isWriting: true })),
});

/**
 * Returns true while the work after the last call goes on. `on_call` without a call: the server
 * has yet to confirm the end.
 */
function isAfterCall({ isWriting }: State, { presence, calls }: ClientState): boolean {
  if (isWriting || presence?.state === "wrap_up") return true;
  return presence?.state === "on_call" && calls.every(({ phase }) => phase === "ended");
}

function afterChange(before: State, view: CallView | null, { presence }: ClientState): State {
  // The page stays through the wrap-up anyway, and must not stay beyond its end.
  const state =
    presence?.state === "wrap_up" && before.isWriting ? { ...before, isWriting: false } : before;
  const callId = view?.call.id ?? null;
  if (callId === state.callId) return state;
  if (view === null) return { ...state, callId: null };
  return {
    ...nothingShown,
    callId: view.call.id,
    last: { callId: view.call.id, person: personOf(view) },
  };
}
