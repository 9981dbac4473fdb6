import { createKeychainSessionStore } from "./keychain-session-store.ts";
import type { Keychain } from "./keychain.ts";
import { createMemorySessionStore, type SessionStore } from "./session-store.ts";

/** Runs the calls of a store one after another, so that two writes never mix their pieces. */
export function serialized(store: SessionStore): SessionStore {
  let last: Promise<unknown> = Promise.resolve();
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    kind: store.kind,
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

/**
 * Opens the keychain's store, or the memory store if the keychain does not work. A machine can have
 * the library but no keychain service, or a read-only one. Only a test secret shows that.
 */
export async function openSessionStore(
  loadKeychain: () => Promise<Keychain>,
  service: string,
  log: (reason: string) => void,
): Promise<SessionStore> {
  try {
    const keychain = await loadKeychain();
    if (await probe(keychain, service))
      return serialized(createKeychainSessionStore(keychain, service));
    log("the keychain did not return the test secret");
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
  return createMemorySessionStore();
}
