import { StrictMode } from "react";
import { createDevices } from "@synapse-voice/client";
import { createRoot } from "react-dom/client";
import "@synapse-voice/react/styles.css";
import "../styles/console.css";
import { connectDesktop } from "../shared/client/connect-desktop.ts";
import { createRemotePreferences } from "../shared/platform/remote-preferences.ts";
import { createDesktopRing } from "../shared/ring/desktop-ring.ts";
import { receivePort } from "../shared/platform/receive-port.ts";
import { guardKeysAfterFocus } from "./guard-keys-after-focus.ts";
import { RingPage } from "./RingPage.tsx";

const { synapse } = window;
// Only the desktop app has a ring window. A web page at this address stays empty.
if (synapse !== undefined) {
  const main = { clientPort: () => receivePort(synapse.connectClient) };
  const devices = createDevices();
  const ring = createDesktopRing(createRemotePreferences(synapse.preferences), devices);
  guardKeysAfterFocus(window);
  createRoot(document.querySelector("#app") ?? document.body).render(
    <StrictMode>
      <RingPage connect={(onLost) => connectDesktop(main, onLost)} deps={{ devices, ring }} />
    </StrictMode>,
  );
}
