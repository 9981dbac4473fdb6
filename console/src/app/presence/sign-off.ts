import { hangUpOwnCalls, type CallClient } from "@synapse-voice/client";

/** Longest time that a sign-out waits until the server has ended the calls and removed this device. */
const signOffTimeoutMs = 1_500;

/**
 * Hangs up the calls of this device, so that nobody waits for it, and signs it off while its token
 * is still valid. Without a connection, its lease runs out by itself.
 */
export async function signOff(
  client: Pick<CallClient, "getState" | "hangUp" | "close">,
): Promise<void> {
  const end = async (): Promise<void> => {
    await hangUpOwnCalls(client);
    await client.close();
  };
  await Promise.race([
    end().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, signOffTimeoutMs)),
  ]);
}
