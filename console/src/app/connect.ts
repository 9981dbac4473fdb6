import type { SupabaseClient } from "@supabase/supabase-js";
import type { CallClient, ClientClock } from "@synapse-voice/client";
import { connectRemoteCallClient, domPort } from "@synapse-voice/client/remote";
import { connectVoice } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import type { MainProcess } from "../shared/platform/index.ts";

interface ConnectDeps {
  readonly config: ConsoleConfig;
  readonly supabase: SupabaseClient;
  readonly account: Account;
  readonly clock: ClientClock | undefined;
}

/**
 * Makes the agent's call client of a web page. Events arrive by Realtime, with long poll as the
 * fallback; the device has presence.
 */
export function connectConsole({ config, supabase, account, clock }: ConnectDeps): CallClient {
  return connectVoice({
    apiUrl: config.apiUrl,
    supabase,
    presence: true,
    supabaseUserId: account.userId,
    ...(clock === undefined ? {} : { clock }),
  });
}

/**
 * Connects to the call client of the desktop's main process. `onLost` runs when the connection is
 * over, such as after a sign-out.
 */
export async function connectDesktop(
  { clientPort }: Pick<MainProcess, "clientPort">,
  onLost: () => void,
): Promise<CallClient> {
  const messagePort = await clientPort();
  const port = domPort(messagePort);
  const stopWatching = port.onClose(onLost);
  try {
    return await connectRemoteCallClient(port);
  } catch (error) {
    stopWatching();
    messagePort.close();
    throw error;
  }
}
