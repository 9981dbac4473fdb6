import { createDesktopPlatform } from "./desktop-platform.ts";
import type { Platform } from "./platform.ts";
import { createWebPlatform } from "./web-platform.ts";

export type {
  Attention,
  Links,
  MainProcess,
  NotificationPermissionState,
  Platform,
} from "./platform.ts";
export type { PreferencesStore } from "./remote-preferences.ts";

/** Returns the platform that this page runs on. */
export const detectPlatform = (): Platform =>
  window.synapse === undefined ? createWebPlatform() : createDesktopPlatform(window.synapse);
