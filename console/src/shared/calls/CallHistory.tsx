import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  type ReactElement,
  type ReactNode,
} from "react";
import { callHistory, isTerminal, type HistoryEntry } from "@synapse-voice/contract";
import { useCallClient, useClientState, useResource, type Resource } from "@synapse-voice/react";
import { useReloadOnChange } from "../lists/use-reload-on-change.ts";
import { useNotesEditors } from "../notes/notes-editors.ts";
import { shareEntries } from "./share-entries.ts";

/** The agent's latest calls, newest first. All screens share them. */
export type CallHistory = Resource<readonly HistoryEntry[]>;

/** Number of the calls that are loaded: the most that the server sends at once. */
export const historySize = 100;

/** Interval at which a call that seems to go on is looked up again, if its end was not reported. */
const staleAfterMs = 3_000;

const nothingLoaded: CallHistory = {
  data: null,
  error: null,
  slow: false,
  reload: () => undefined,
};

const CallHistoryContext = createContext<CallHistory>(nothingLoaded);

/** Returns the agent's latest calls. They load again whenever one of the calls changes. */
export const useCallHistory = (): CallHistory => useContext(CallHistoryContext);

/** Loads the calls once for all screens below it. */
export function CallHistoryProvider({ children }: { children: ReactNode }): ReactElement {
  const history = useLoadedHistory();
  return <CallHistoryContext value={history}>{children}</CallHistoryContext>;
}

/**
 * Loads the agent's latest calls, and again whenever a call begins, changes its state or ends, and
 * when notes have changed.
 */
function useLoadedHistory(): CallHistory {
  const client = useCallClient();
  const { calls } = useClientState();
  const loaded = useRef<readonly HistoryEntry[]>([]);
  const history = useResource("history", async (signal) => {
    const query = { limit: String(historySize) };
    const entries = await client.request(callHistory, { query, signal });
    loaded.current = shareEntries(loaded.current, entries);
    return loaded.current;
  });
  const reload = useEffectEvent(history.reload);
  const states = calls
    .map(({ call, phase }) => `${call.id} ${phase} ${call.status}`)
    .toSorted()
    .join();
  useReloadOnChange(states, history.reload);
  const editors = useNotesEditors();
  useEffect(() => editors.onChanged(() => reload()), [editors]);
  const isStale = history.data?.some(
    ({ id, status }) =>
      !isTerminal(status) && !calls.some(({ call, phase }) => call.id === id && phase !== "ended"),
  );
  useEffect(() => {
    if (isStale !== true) return undefined;
    const timer = setInterval(() => reload(), staleAfterMs);
    return () => clearInterval(timer);
  }, [isStale]);
  return history;
}
