import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { App } from "./App.tsx";
import { preloadPages } from "./Page.tsx";
import { loadConfig } from "../shared/config.ts";
import { detectPlatform } from "../shared/platform/index.ts";
import { ServicesContext, type Services } from "../shared/services.ts";
import { StartFailed } from "../pages/sign-in/StartFailed.tsx";
import { Starting } from "../pages/sign-in/Starting.tsx";

const root = createRoot(document.querySelector("#app") ?? document.body);

/** Time in ms after the start, until which the first screen has the network for itself. */
const preloadDelayMs = 3_000;

/** Makes the services of the web page, or of the desktop app. Only the code of one is loaded. */
async function makeServices(): Promise<Services> {
  const platform = detectPlatform();
  const { main } = platform;
  if (main !== null) {
    const [config, { desktopServices }] = await Promise.all([
      loadConfig(),
      import("./services/desktop-services.ts"),
    ]);
    return { config, platform, ...desktopServices(main) };
  }
  const [config, { webServices }] = await Promise.all([
    loadConfig(),
    import("./services/web-services.ts"),
  ]);
  // A web page may be offline when a page is opened, or the server may have a new release. The
  // desktop app has its files beside it.
  setTimeout(preloadPages, preloadDelayMs);
  return { config, platform, ...webServices(config) };
}

async function start(): Promise<void> {
  root.render(<Starting />);
  const services = await makeServices();
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
