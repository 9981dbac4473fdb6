import { isOwnCall, type CallClient } from "@synapse-voice/client";

/**
 * Hangs up all calls of this device, saves what is unsaved, and signs the device off. Calls that
 * ring go on, at other devices.
 */
export async function hangUpAndSignOff(
  client: Pick<CallClient, "getState" | "hangUp" | "close">,
  saveAll: () => Promise<void> = async () => undefined,
): Promise<void> {
  const calls = client.getState().calls.filter(isOwnCall);
  // A hang-up without a call cancels one that is being dialled.
  await Promise.allSettled([
    client.hangUp(),
    ...calls.map(({ call }) => client.hangUp(call.id)),
    saveAll(),
  ]);
  await client.close();
}
