import type { SessionStorage } from "../../accounts/index.ts";
import type { SessionStore } from "../session/session-store.ts";

/** Makes the storage for supabase-js. Each request waits until the keychain has been tried. */
export const createSessionStorage = (store: Promise<SessionStore>): SessionStorage => ({
  getItem: async (key) => (await store).read(key),
  setItem: async (key, text) => (await store).write(key, text),
  removeItem: async (key) => (await store).remove(key),
});
