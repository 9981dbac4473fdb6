import { createSupabase, createSupabaseAccounts } from "@synapse-voice/desktop/accounts";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import type { Services } from "../../shared/services.ts";
import { connectConsole } from "./connect-console.ts";
import { startBackgroundTimers } from "../timers/background-timers.ts";

/**
 * Makes the services of a web page, which itself has the sign-in and the call client. The desktop
 * app does not load this code, which contains supabase-js.
 */
export function webServices(config: ConsoleConfig): Pick<Services, "accounts" | "connect"> {
  const timers = startBackgroundTimers();
  const supabase = createSupabase(config, { workerUrl: timers?.workerUrl });
  return {
    accounts: createSupabaseAccounts(supabase, config.consoleUrl ?? window.location.origin),
    connect: async (account) => connectConsole({ config, supabase, account, clock: timers?.clock }),
  };
}
