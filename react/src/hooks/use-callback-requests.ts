import { useSyncExternalStore } from "react";
import { ownCallback, type Callback } from "@synapse-voice/contract";
import type { CallbackRequestsState } from "./callback-requests.ts";
import { useResource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

/** Returns if the form for a call-back is open, and how often the request was changed. */
export function useCallbackRequests(): CallbackRequestsState {
  const { callbackRequests } = useVoice();
  return useSyncExternalStore(
    callbackRequests.subscribe,
    callbackRequests.getState,
    callbackRequests.getState,
  );
}

/** An agent may have done the call-back meanwhile. */
const refreshIntervalMs = 60_000;

/**
 * Returns the customer's request for a call-back that is not done. Null if there is none, before it
 * is loaded, for agents, and if `enabled` is false. Loads it again after each change in this page.
 */
export function useOwnCallback(enabled = true): Callback | null {
  const { client, audience } = useVoice();
  const { changes } = useCallbackRequests();
  const { data } = useResource(
    audience === "customer" && enabled ? `own-callback:${changes}` : null,
    async (signal) => client.request(ownCallback, { signal }),
    refreshIntervalMs,
  );
  return data?.callback ?? null;
}
