import type { Devices } from "@synapse-voice/client";
import type { Preferences } from "@synapse-voice/desktop/bridge";
import { createRing, type Ring } from "@synapse-voice/react";
import type { PreferencesStore } from "../platform/index.ts";
import { createQuietRing } from "./quiet-ring.ts";

/** Returns whether calls that arrive make no sound on this computer. */
const isQuiet = (preferences: Preferences | null): boolean =>
  preferences !== null && (!preferences.alerts || preferences.doNotDisturb);

/** Makes the ring of a page of the desktop app, by the choices for this computer. */
export const createDesktopRing = (preferences: PreferencesStore, devices: Devices): Ring =>
  createQuietRing(createRing(undefined, undefined, devices), {
    get: () => isQuiet(preferences.get()),
    subscribe: preferences.subscribe,
  });
