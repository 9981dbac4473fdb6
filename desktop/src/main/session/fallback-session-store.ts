import { keychainLimitMs } from "./keychain.ts";
import { createMemorySessionStore, type SessionStore } from "./session-store.ts";
import { TimeLimitError, withTimeLimit, type RunAfter } from "./time-limit.ts";

/**
 * Adds a time limit to each request of the keychain's store. After the first one that takes too
 * long, the texts are only in memory until the app quits, and `onMemoryOnly` is called once.
 *
 * When the keychain replies at last, the texts that it holds are old. They are removed, so that a
 * sign-out leaves none.
 */
export function withMemoryFallback(
  store: SessionStore,
  onMemoryOnly: (reason: string) => void,
  after: RunAfter,
): SessionStore {
  const memory = createMemorySessionStore();
  const usedKeys = new Set<string>();
  let current = store;

  const removeAfter = async (late: Promise<unknown>): Promise<void> => {
    await late.catch(() => undefined);
    // A keychain that fails here keeps the old texts. No request waits for this.
    for (const key of usedKeys) await store.remove(key).catch(() => undefined);
  };
  const request = async <T>(
    key: string,
    send: (target: SessionStore) => Promise<T>,
  ): Promise<T> => {
    usedKeys.add(key);
    if (current === memory) return send(memory);
    const reply = send(store);
    try {
      return await withTimeLimit(reply, keychainLimitMs, after);
    } catch (error) {
      if (!(error instanceof TimeLimitError)) throw error;
      current = memory;
      onMemoryOnly(error.message);
      void removeAfter(reply);
      return send(memory);
    }
  };
  return {
    get kind() {
      return current.kind;
    },
    async read(key) {
      const text = await request(key, (target) => target.read(key));
      if (text !== null) await memory.write(key, text);
      return text;
    },
    async write(key, text) {
      await request(key, (target) => target.write(key, text));
      await memory.write(key, text);
    },
    async remove(key) {
      await memory.remove(key);
      await request(key, (target) => target.remove(key));
    },
  };
}
