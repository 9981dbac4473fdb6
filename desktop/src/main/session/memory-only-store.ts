import { createMemorySessionStore, type SessionStore } from "./session-store.ts";
import { removeStaleTexts, type StaleKeys } from "./stale-keys.ts";

/**
 * Stores the sign-in in memory while the keychain can't be used. The keychain may still hold older
 * texts. They are removed once `keychain` resolves, or else at the next start.
 */
export function createMemoryOnlyStore(
  keychain: Promise<SessionStore>,
  staleKeys: StaleKeys,
  memory = createMemorySessionStore(),
): SessionStore {
  let removal: Promise<void> | null = null;
  const markStale = (key: string): void => {
    staleKeys.add(key);
    removal ??= keychain
      .then((store) => removeStaleTexts(store, staleKeys))
      // The keys stay in the file.
      .catch(() => undefined)
      .finally(() => {
        removal = null;
      });
  };
  return {
    kind: "memory",
    read: (key) => memory.read(key),
    write: (key, text) => {
      markStale(key);
      return memory.write(key, text);
    },
    remove: (key) => {
      markStale(key);
      return memory.remove(key);
    },
  };
}
