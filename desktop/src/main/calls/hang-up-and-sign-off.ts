import { hangUpOwnCalls, type CallClient } from "@synapse-voice/client";

/**
 * Hangs up all calls of this device, saves what is unsaved, and signs the device off. Calls that
 * ring go on, at other devices.
 */
export async function hangUpAndSignOff(
  client: Pick<CallClient, "getState" | "hangUp" | "close">,
  saveAll: () => Promise<void> = async () => undefined,
): Promise<void> {
  await Promise.allSettled([hangUpOwnCalls(client), saveAll()]);
  await client.close();
}
