import type { Keychain } from "./keychain-session-store.ts";
import { createKeychainSessionStore } from "./keychain-session-store.ts";
import type { SessionStore } from "./session-store.ts";
import { createMemorySessionStore } from "./session-store.ts";

/** Settles once every write before it has: two writes of one text must not mix their pieces. */
export function inTurn(store: SessionStore): SessionStore {
  let last: Promise<unknown> = Promise.resolve();
  const queue = <T>(step: () => Promise<T>): Promise<T> => {
    const next = last.then(step, step);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    place: store.place,
    read: (key) => queue(() => store.read(key)),
    write: (key, text) => queue(() => store.write(key, text)),
    remove: (key) => queue(() => store.remove(key)),
  };
}

/**
 * The keychain if it takes, gives and forgets a secret; otherwise memory. A machine may have the
 * library but no keychain service, or one that only reads, so nothing less than trying tells.
 */
export async function openSessionStore(
  loadKeychain: () => Promise<Keychain>,
  service: string,
  log: (reason: string) => void,
): Promise<SessionStore> {
  try {
    const keychain = await loadKeychain();
    const trial = `${service}/trial`;
    await keychain.setPassword(service, trial, "works");
    const works = (await keychain.getPassword(service, trial)) === "works";
    await keychain.deletePassword(service, trial);
    if (works) return inTurn(createKeychainSessionStore(keychain, service));
    log("the keychain did not return what it was given");
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
  return createMemorySessionStore();
}
