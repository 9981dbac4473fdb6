import type { StorageKind } from "../../bridge/schemas.ts";

/** Stores the texts of a sign-in by key. `write` replaces; `remove` ignores an unknown key. */
export interface SessionStore {
  readonly kind: StorageKind;
  read(key: string): Promise<string | null>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Stores the sign-in until the app quits, for machines without a keychain. */
export function createMemorySessionStore(): SessionStore {
  const texts = new Map<string, string>();
  return {
    kind: "memory",
    read: async (key) => texts.get(key) ?? null,
    write: async (key, text) => void texts.set(key, text),
    remove: async (key) => void texts.delete(key),
  };
}
