import type { SupabaseClient } from "@supabase/supabase-js";
import type { CallClient, ClientClock } from "@synapse-voice/client";
import { connectVoice } from "@synapse-voice/react";
import type { Account } from "@synapse-voice/desktop/accounts";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";

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
