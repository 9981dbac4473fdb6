import { useState } from "react";
import { queueStatus, type ReplyOf } from "@synapse-voice/contract";
import { useResource } from "./use-resource.ts";
import { useVoice } from "./voice-context.ts";

type QueueStatus = ReplyOf<typeof queueStatus>;

/** Interval in ms at which customers' pages ask whether somebody takes calls. */
const usualIntervalMs = 60_000;
/** The interval while nobody does. The page says so, and must not do it for longer than it is true. */
const intervalWithoutAgentsMs = 10_000;

/**
 * Returns whether the team takes calls, whether somebody is at work, and the sound for those who
 * wait. Null for agents, before the first reply, and if `enabled` is false.
 */
export function useQueueStatus(enabled: boolean): QueueStatus | null {
  const { client, audience } = useVoice();
  const [intervalMs, setIntervalMs] = useState(usualIntervalMs);
  const isWanted = enabled && audience === "customer";
  const load = async (signal: AbortSignal): Promise<QueueStatus> => {
    const status = await client.request(queueStatus, { signal });
    const isStaffed = status.open && status.staffed !== false;
    setIntervalMs(isStaffed ? usualIntervalMs : intervalWithoutAgentsMs);
    return status;
  };
  const { data } = useResource(isWanted ? "queue" : null, load, intervalMs);
  return isWanted ? data : null;
}
