import {
  defaultPreferences,
  type Preferences,
  type ShortcutAction,
} from "@synapse-voice/desktop/bridge";
import { createFakeAccounts } from "../shared/accounts/fake-accounts.ts";
import type { MainProcess, Platform, PreferencesStore } from "../shared/platform/index.ts";
import { createFakeLinks } from "./fake-links.ts";
import { quietPlatform } from "./fake-console.ts";

/** Makes choices that last as long as the page. `fails`: none can be kept. */
export function createFakePreferences(
  initial: Partial<Preferences> = {},
  { fails = false } = {},
): PreferencesStore {
  const listeners = new Set<() => void>();
  let preferences: Preferences = { ...defaultPreferences, ...initial };
  return {
    get: () => preferences,
    change: async (change) => {
      if (fails) throw new Error("failed");
      preferences = { ...preferences, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Makes a start at login that is off. `fails`: the system does not let it be changed. */
export function createFakeLoginItem({ fails = false } = {}): MainProcess["loginItem"] {
  let isOn = false;
  return {
    isEnabled: async () => isOn,
    setEnabled: async (enabled) => {
      if (fails) throw new Error("failed");
      isOn = enabled;
    },
  };
}

/** Makes shortcuts of which some can't be used. */
export function createFakeShortcuts(problems: readonly ShortcutAction[] = []) {
  const shortcuts = {
    isPaused: false,
    problems: async () => problems,
    pause: async (isPaused: boolean) => {
      shortcuts.isPaused = isPaused;
    },
  };
  return shortcuts;
}

/** Makes the platform of the desktop app, with a main process that does nothing. */
export const desktopPlatform = (main: Partial<MainProcess> = {}): Platform => ({
  ...quietPlatform,
  kind: "desktop",
  notificationState: () => "none",
  main: {
    accounts: createFakeAccounts(),
    preferences: createFakePreferences(),
    shortcuts: createFakeShortcuts(),
    links: createFakeLinks(),
    openCrm: async () => null,
    answerByHeadset: () => undefined,
    clientPort: () => Promise.reject(new Error("no port")),
    onSaveUnsaved: () => () => undefined,
    report: { save: async () => "saved", onCollect: () => () => undefined },
    onTrayMissing: () => () => undefined,
    onOpenSettings: () => () => undefined,
    loginItem: createFakeLoginItem(),
    quit: () => undefined,
    ...main,
  },
});
