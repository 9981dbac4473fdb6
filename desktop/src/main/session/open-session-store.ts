import { withMemoryFallback } from "./fallback-session-store.ts";
import { createKeychainSessionStore } from "./keychain-session-store.ts";
import { keychainLimitMs, type Keychain } from "./keychain.ts";
import { createMemoryOnlyStore } from "./memory-only-store.ts";
import type { SessionStore } from "./session-store.ts";
import { createStaleKeys, removeStaleTexts, type StaleKeys } from "./stale-keys.ts";
import { runAfter, withTimeLimit, type RunAfter } from "./time-limit.ts";

/** Runs the calls of a store one after another, so that two writes never mix their pieces. */
export function serialized(store: SessionStore): SessionStore {
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    get kind() {
      return store.kind;
    },
    read: (key) => enqueue(() => store.read(key)),
    write: (key, text) => enqueue(() => store.write(key, text)),
    remove: (key) => enqueue(() => store.remove(key)),
  };
}

/** Writes, reads and deletes a test secret. True if the keychain returned it. */
async function probe(keychain: Keychain, service: string): Promise<boolean> {
  const account = `${service}/trial`;
  await keychain.setPassword(service, account, "works");
  const works = (await keychain.getPassword(service, account)) === "works";
  await keychain.deletePassword(service, account);
  return works;
}

/** Loads and tries the keychain, and removes what it should not hold. Rejects if that fails. */
async function openKeychain(
  loadKeychain: () => Promise<Keychain>,
  service: string,
  staleKeys: StaleKeys,
): Promise<SessionStore> {
  const keychain = await loadKeychain();
  if (!(await probe(keychain, service)))
    throw new Error("the keychain did not return the test secret");
  const store = createKeychainSessionStore(keychain, service);
  await removeStaleTexts(store, staleKeys);
  return store;
}

interface SessionStoreOptions {
  readonly staleKeys?: StaleKeys;
  readonly after?: RunAfter;
}

/**
 * Opens the keychain's store, or the memory store if the keychain does not work or does not reply
 * in time. A machine can have the library but no keychain service, a locked one, or a read-only
 * one. Only a test secret shows that.
 *
 * `onMemoryOnly` is called with the reason when the sign-in is in memory only: at the start, or
 * later when the keychain fails. It is called at most once.
 */
export async function openSessionStore(
  loadKeychain: () => Promise<Keychain>,
  service: string,
  onMemoryOnly: (reason: string) => void,
  { staleKeys = createStaleKeys(), after = runAfter }: SessionStoreOptions = {},
): Promise<SessionStore> {
  const opening = openKeychain(loadKeychain, service, staleKeys);
  try {
    const store = await withTimeLimit(opening, keychainLimitMs, after);
    return serialized(withMemoryFallback(store, { onMemoryOnly, staleKeys, after }));
  } catch (error) {
    onMemoryOnly(error instanceof Error ? error.message : String(error));
    return createMemoryOnlyStore(opening, staleKeys);
  }
}
