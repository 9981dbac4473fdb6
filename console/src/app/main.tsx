import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createDevices } from "@synapse-voice/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "./App.tsx";
import { createSupabase, createSupabaseAccounts } from "@synapse-voice/desktop/accounts";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import { loadConfig } from "../shared/config.ts";
import { connectDesktop } from "../shared/client/connect-desktop.ts";
import { connectConsole } from "./connect-console.ts";
import { loadSoleMedia } from "./media/load-media.ts";
import { detectPlatform, type MainProcess } from "../shared/platform/index.ts";
import { createDesktopRing } from "../shared/ring/desktop-ring.ts";
import { ServicesContext, type Services } from "../shared/services.ts";
import { startBackgroundTimers } from "./timers/background-timers.ts";
import { StartFailed } from "../pages/sign-in/StartFailed.tsx";

const root = createRoot(document.querySelector("#app") ?? document.body);

type Connection = Pick<Services, "accounts" | "connect" | "loadMedia" | "devices" | "ring" | "hid">;

/** The page itself has the sign-in and the call client. */
function webServices(config: ConsoleConfig): Connection {
  const timers = startBackgroundTimers();
  const supabase = createSupabase(config, { workerUrl: timers?.workerUrl });
  return {
    accounts: createSupabaseAccounts(supabase, config.consoleUrl ?? window.location.origin),
    connect: async (account) => connectConsole({ config, supabase, account, clock: timers?.clock }),
  };
}

/** The main process of the desktop app has them. */
function desktopServices(main: MainProcess): Connection {
  const devices = createDevices();
  return {
    accounts: main.accounts,
    connect: (_account, onLost) => connectDesktop(main, onLost),
    loadMedia: loadSoleMedia,
    devices,
    ring: createDesktopRing(main.preferences, devices),
    ...(navigator.hid === undefined ? {} : { hid: navigator.hid }),
  };
}

async function start(): Promise<void> {
  const platform = detectPlatform();
  const config = await loadConfig();
  const services: Services = {
    config,
    platform,
    ...(platform.main === null ? webServices(config) : desktopServices(platform.main)),
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
