import type { DesktopBridge, Preferences, PreferencesChange } from "@synapse-voice/desktop/bridge";

/** Choices for this computer, which the desktop app keeps. */
export interface PreferencesStore {
  /** Null until they are read. */
  get(): Preferences | null;
  /** Rejects if the app can't keep them. */
  change(change: PreferencesChange): Promise<void>;
  /** Calls `listener` after each change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
}

/** Reads the choices, and follows them. */
export function createRemotePreferences(bridge: DesktopBridge["preferences"]): PreferencesStore {
  const listeners = new Set<() => void>();
  let preferences: Preferences | null = null;
  const use = (next: Preferences): void => {
    preferences = next;
    for (const listener of listeners) listener();
  };
  bridge.onChanged(use);
  bridge.current().then(
    // A message that arrived meanwhile is newer.
    (current) => preferences ?? use(current),
    () => undefined,
  );
  return {
    get: () => preferences,
    change: (change) => bridge.change(change),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
