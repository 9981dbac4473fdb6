import { useState } from "react";
import {
  listCallbacks,
  type Callback,
  type claimCallback,
  type finishCallback,
  type reopenCallback,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { useCallClient, useClientState, useResource, type Resource } from "@synapse-voice/react";
import { useReloadOnChange } from "../../shared/lists/use-reload-on-change.ts";

/** Filter of the list: open and claimed call-backs, or those that are done. */
export type CallbackFilter = "todo" | "done";
/** A command that an agent can send about a call-back. */
export type CallbackCommand = typeof claimCallback | typeof finishCallback | typeof reopenCallback;

/** Error code of the last command. `name`: the colleague who was faster. */
export interface CallbackProblem {
  readonly code: string;
  readonly name: string | null;
}

/** The team's call-backs, and the commands on them. */
export interface Callbacks extends Resource<readonly Callback[]> {
  readonly problem: CallbackProblem | null;
  /** Id of the call-back whose command is running. */
  readonly busy: string | null;
  /**
   * Sends a command unless another one is running. Returns the changed call-back, or null if the
   * command failed or was not sent.
   */
  readonly sendCommand: (command: CallbackCommand, callbackId: string) => Promise<Callback | null>;
}

/**
 * Interval at which the list loads again. It is needed because a claimed call-back that is done
 * does not change the number of open ones.
 */
const refreshIntervalMs = 30_000;

/** Loads the call-backs, and again when the number of open ones changes. */
export function useCallbacks(filter: CallbackFilter): Callbacks {
  const client = useCallClient();
  const loaded = useResource(
    `callbacks:${filter}`,
    async (signal) => client.request(listCallbacks, { query: { status: filter }, signal }),
    refreshIntervalMs,
  );
  const { presence } = useClientState();
  useReloadOnChange(String(presence?.openCallbacks), loaded.reload);
  const [problem, setProblem] = useState<CallbackProblem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  // The reply to a command is shown at once, until the next list arrives.
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
