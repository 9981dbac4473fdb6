import type { SupabaseClient } from "@supabase/supabase-js";
import type { CallClient, ClientClock } from "@synapse-voice/client";
import { connectVoice } from "@synapse-voice/react";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import type { Account } from "@synapse-voice/desktop/accounts";
import type { Platform } from "../shared/platform/index.ts";

interface ConnectDeps {
  readonly config: ConsoleConfig;
  readonly platform: Platform;
  readonly supabase: SupabaseClient;
  readonly account: Account;
  readonly clock: ClientClock | undefined;
}

/**
 * Makes the agent's call client. Events arrive by Realtime, with long poll as the fallback; the
 * device has presence.
 */
export async function connectConsole({
  config,
  platform,
  supabase,
  account,
  clock,
}: ConnectDeps): Promise<CallClient> {
  return connectVoice({
    apiUrl: config.apiUrl,
    supabase,
    presence: true,
    deviceId: await platform.deviceId(),
    supabaseUserId: account.userId,
    ...(clock === undefined ? {} : { clock }),
  });
}
