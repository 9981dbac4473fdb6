import { WantedState } from "@synapse-voice/contract";
import type { CallClient, KeyValueStorage } from "@synapse-voice/client";
import * as v from "valibot";

const key = "wanted";

/**
 * Sets the availability that the person last chose, and stores each later choice. So an agent who
 * was away stays away after a restart. The result stops that.
 */
export function keepWanted(
  client: Pick<CallClient, "getState" | "setWanted" | "subscribe">,
  storage: KeyValueStorage,
): () => void {
  const stored = v.safeParse(WantedState, storage.getItem(key));
  if (stored.success) client.setWanted(stored.output);
  return client.subscribe(() => storage.setItem(key, client.getState().wanted));
}
