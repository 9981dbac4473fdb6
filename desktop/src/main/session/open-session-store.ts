import { createKeychainSessionStore } from "./keychain-session-store.ts";
import { keychainLimitMs, type Keychain } from "./keychain.ts";
import { withMemoryFallback } from "./fallback-session-store.ts";
import { createMemorySessionStore, type SessionStore } from "./session-store.ts";
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

/** Loads the keychain and tries it. Rejects if it does not work. */
async function openKeychain(
  loadKeychain: () => Promise<Keychain>,
  service: string,
): Promise<Keychain> {
  const keychain = await loadKeychain();
  if (await probe(keychain, service)) return keychain;
  throw new Error("the keychain did not return the test secret");
}

/**
 * Opens the keychain's store, or the memory store if the keychain does not work or does not reply
 * in time. A machine can have the library but no keychain service, a locked one, or a read-only
 * one. Only a test secret shows that.
 *
 * `onMemoryOnly` is called with the reason when the sign-in is in memory only: at the start, or
 * later when the keychain stops replying. It is called at most once.
 */
export async function openSessionStore(
  loadKeychain: () => Promise<Keychain>,
  service: string,
  onMemoryOnly: (reason: string) => void,
  after: RunAfter = runAfter,
): Promise<SessionStore> {
  try {
    const opening = openKeychain(loadKeychain, service);
    const keychain = await withTimeLimit(opening, keychainLimitMs, after);
    const store = createKeychainSessionStore(keychain, service);
    return serialized(withMemoryFallback(store, onMemoryOnly, after));
  } catch (error) {
    onMemoryOnly(error instanceof Error ? error.message : String(error));
    return createMemorySessionStore();
  }
}
