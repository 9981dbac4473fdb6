import { availableAgents, type Agent } from "@synapse-voice/contract";
import { useResource, type Resource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

/**
 * Returns the team's agents. Loads them again every `intervalMs` (default: 10 s) while the page is
 * visible. `reachableOnly`: only agents for whom a call would ring now. `enabled: false` loads
 * nothing.
 */
export function useAvailableAgents(
  options: { reachableOnly?: boolean; intervalMs?: number; enabled?: boolean } = {},
): Resource<readonly Agent[]> {
  const { client } = useVoice();
  const { reachableOnly = false, intervalMs = 10_000, enabled = true } = options;
  return useResource<readonly Agent[]>(
    enabled ? `agents:${reachableOnly}` : null,
    async (signal) =>
      client.request(availableAgents, {
        signal,
        ...(reachableOnly ? { query: { reachable: "true" } } : {}),
      }),
    intervalMs,
  );
}
