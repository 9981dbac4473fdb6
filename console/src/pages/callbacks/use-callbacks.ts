import { useEffect, useEffectEvent, useRef, useState } from "react";
import {
  listCallbacks,
  type Callback,
  type claimCallback,
  type finishCallback,
  type reopenCallback,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { useCallClient, useClientState, useResource, type Resource } from "@synapse-voice/react";

export type CallbackFilter = "todo" | "done";
/** What an agent can do to a callback. */
export type CallbackCommand = typeof claimCallback | typeof finishCallback | typeof reopenCallback;

/** Why the last command failed; `name` is who was faster. */
export interface CallbackProblem {
  readonly code: string;
  readonly name: string | null;
}

/** The team's callbacks, and what can be done to them. */
export interface Callbacks extends Resource<readonly Callback[]> {
  readonly problem: CallbackProblem | null;
  /** The callback that a command is under way for. */
  readonly busy: string | null;
  /**
   * Sends a command unless one is under way; the result is the callback as it is now, null where it
   * did not work.
   */
  readonly sendCommand: (command: CallbackCommand, callbackId: string) => Promise<Callback | null>;
}

/** How often (ms) the list is asked for anew: a claimed one that was done changes no count. */
const refreshIntervalMs = 30_000;

/** Loads the callbacks, again when the number of open ones changes, and gives commands. */
export function useCallbacks(filter: CallbackFilter): Callbacks {
  const client = useCallClient();
  const loaded = useResource(
    `callbacks:${filter}`,
    async (signal) => client.request(listCallbacks, { query: { status: filter }, signal }),
    refreshIntervalMs,
  );
  useReloadOnCount(loaded.reload);
  const [problem, setProblem] = useState<CallbackProblem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  // The reply to a command shows at once, until the next list.
  const [latest, setLatest] = useState<{
    readonly listBefore: readonly Callback[] | null;
    readonly callback: Callback;
  } | null>(null);
  const sendCommand = async (
    command: CallbackCommand,
    callbackId: string,
  ): Promise<Callback | null> => {
    if (busy !== null) return null;
    setBusy(callbackId);
    setProblem(null);
    const updated = await client
      .request(command, { params: { callbackId } })
      .catch((error: unknown) => {
        setProblem(problemOf(error));
        return null;
      });
    if (updated !== null) setLatest({ listBefore: loaded.data, callback: updated });
    setBusy(null);
    loaded.reload();
    return updated;
  };
  const isListed = ({ status }: Callback): boolean => (status === "done") === (filter === "done");
  const list =
    latest === null || latest.listBefore !== loaded.data
      ? loaded.data
      : (loaded.data ?? []).map((one) => (one.id === latest.callback.id ? latest.callback : one));
  return {
    ...loaded,
    data: list && list.filter(isListed),
    problem,
    busy,
    sendCommand,
  };
}

const problemOf = (error: unknown): CallbackProblem =>
  error instanceof ApiError
    ? { code: error.code, name: error.problem?.answeredBy ?? null }
    : { code: "network", name: null };

function useReloadOnCount(reload: () => void): void {
  const open = useClientState().presence?.openCallbacks;
  const known = useRef(open);
  const reloadNow = useEffectEvent(reload);
  useEffect(() => {
    if (known.current === open) return;
    known.current = open;
    reloadNow();
  }, [open]);
}
