import { queueStatus, type ReplyOf } from "@synapse-voice/contract";
import { useResource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

/** Interval at which customers' pages ask whether somebody takes calls. */
const intervalMs = 60_000;

/**
 * Returns whether the team takes calls, whether somebody is at work, and the sound for those who
 * wait. Null for agents, before the first reply, and if `enabled` is false.
 */
export function useQueueStatus(enabled: boolean): ReplyOf<typeof queueStatus> | null {
  const { client, audience } = useVoice();
  const isWanted = enabled && audience === "customer";
  const { data } = useResource(
    isWanted ? "queue" : null,
    async (signal) => client.request(queueStatus, { signal }),
    intervalMs,
  );
  return isWanted ? data : null;
}
