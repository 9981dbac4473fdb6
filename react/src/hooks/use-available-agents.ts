import { availableAgents, type Agent } from "@synapse-voice/contract";
import { useResource, type Resource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

/** Agents of the team, asked for again every 10 s (`intervalMs`, ms) while the page is visible. */
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
