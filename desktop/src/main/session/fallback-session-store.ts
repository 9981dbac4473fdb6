import { keychainLimitMs } from "./keychain.ts";
import { createMemoryOnlyStore } from "./memory-only-store.ts";
import { createMemorySessionStore, type SessionStore } from "./session-store.ts";
import type { StaleKeys } from "./stale-keys.ts";
import { withTimeLimit, type RunAfter } from "./time-limit.ts";

export interface FallbackOptions {
  /** Called once, with the reason, when the sign-in is in memory only. */
  onMemoryOnly(reason: string): void;
  readonly staleKeys: StaleKeys;
  readonly after: RunAfter;
}

/**
 * Adds a time limit to each request of the keychain's store. After the first request that fails or
 * takes too long, the texts are only in memory until the app quits.
 *
 * Each text is read from the keychain once: supabase-js asks for the session before each request,
 * and only this process writes it.
 */
export function withMemoryFallback(
  store: SessionStore,
  { onMemoryOnly, staleKeys, after }: FallbackOptions,
): SessionStore {
  /** The texts that the keychain holds, as far as they were read or written. */
  const memory = createMemorySessionStore();
  const known = new Set<string>();
  let current = store;

  /** Sends a request. What the keychain has carried out, `copy` does in memory. */
  const request = async <T>(
    key: string,
    send: (target: SessionStore) => Promise<T>,
    copy: (result: T) => Promise<unknown> = () => send(memory),
  ): Promise<T> => {
    if (current !== store) return send(current);
    const reply = send(store);
    let result: T;
    try {
      result = await withTimeLimit(reply, keychainLimitMs, after);
    } catch (error) {
      const afterReply = reply.then(
        () => store,
        () => store,
      );
      current = createMemoryOnlyStore(afterReply, staleKeys, memory);
      onMemoryOnly(error instanceof Error ? error.message : String(error));
      return send(current);
    }
    await copy(result);
    known.add(key);
    return result;
  };
  return {
    get kind() {
      return current.kind;
    },
    read: async (key) =>
      known.has(key)
        ? memory.read(key)
        : request(
            key,
            (target) => target.read(key),
            (text) => (text === null ? memory.remove(key) : memory.write(key, text)),
          ),
    write: (key, text) => request(key, (target) => target.write(key, text)),
    async remove(key) {
      // Comes first, because the app may quit while the keychain hangs.
      staleKeys.add(key);
      await request(key, (target) => target.remove(key));
      if (current === store) staleKeys.remove(key);
    },
  };
}
