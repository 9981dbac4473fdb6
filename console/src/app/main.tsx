import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "./App.tsx";
import { createSupabase, createSupabaseAccounts } from "@synapse-voice/desktop/accounts";
import { loadConfig } from "../shared/config.ts";
import { connectConsole } from "./connect.ts";
import { detectPlatform } from "../shared/platform/index.ts";
import { ServicesContext, type Services } from "../shared/services.ts";
import { startBackgroundTimers } from "./timers/background-timers.ts";
import { StartFailed } from "../pages/sign-in/StartFailed.tsx";

const root = createRoot(document.querySelector("#app") ?? document.body);

async function start(): Promise<void> {
  const platform = detectPlatform();
  const config = await loadConfig();
  const timers = startBackgroundTimers();
  const supabase = createSupabase(config, {
    storage: platform.storage,
    workerUrl: timers?.workerUrl,
  });
  const services: Services = {
    config,
    platform,
    accounts: createSupabaseAccounts(supabase, config.consoleUrl ?? window.location.origin),
    connect: async (account) =>
      connectConsole({ config, platform, supabase, account, clock: timers?.clock }),
  };
  root.render(
    <StrictMode>
      <ServicesContext value={services}>
        <App path={window.location.pathname} fragment={window.location.hash} />
      </ServicesContext>
    </StrictMode>,
  );
}

start().catch((error: unknown) =>
  root.render(<StartFailed reason={error instanceof Error ? error.message : String(error)} />),
);
