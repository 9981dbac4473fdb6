import type { SessionPlace } from "../../bridge/index.ts";

/**
 * Where the texts of a sign-in are kept, each under its key. Writing replaces; removing what is not
 * there does nothing.
 */
export interface SessionStore {
  readonly place: SessionPlace;
  read(key: string): Promise<string | null>;
  write(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Keeps the sign-in until the app quits: for machines without a keychain. */
export function createMemorySessionStore(): SessionStore {
  const texts = new Map<string, string>();
  return {
    place: "memory",
    read: async (key) => texts.get(key) ?? null,
    write: async (key, text) => void texts.set(key, text),
    remove: async (key) => void texts.delete(key),
  };
}
