import { createDevices } from "@synapse-voice/client";
import { connectDesktop } from "../../shared/client/connect-desktop.ts";
import type { MainProcess } from "../../shared/platform/index.ts";
import { createDesktopRing } from "../../shared/ring/desktop-ring.ts";
import type { Services } from "../../shared/services.ts";
import { loadSoleMedia } from "../media/load-media.ts";

/** Makes the services of the desktop app, whose main process has the sign-in and the call client. */
export function desktopServices(
  main: MainProcess,
): Pick<Services, "accounts" | "connect" | "loadMedia" | "devices" | "ring" | "hid"> {
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
