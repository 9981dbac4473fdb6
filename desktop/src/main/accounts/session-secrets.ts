import type { SessionStorage } from "../../accounts/index.ts";

const secretFields = new Set(["access_token", "refresh_token", "provider_token", "email", "phone"]);

/** Returns the tokens in a stored session, and what names its person. */
export function secretsIn(text: string): string[] {
  const found: string[] = [];
  try {
    JSON.parse(text, (field, value: unknown) => {
      if (secretFields.has(field) && typeof value === "string") found.push(value);
      return value;
    });
  } catch {
    // Something else is stored.
  }
  return found;
}

/** Passes the secrets of each session that is read or written to `hide`. */
export const withSecretsHidden = (
  storage: SessionStorage,
  hide: (...secrets: readonly string[]) => void,
): SessionStorage => ({
  ...storage,
  getItem: async (key) => {
    const text = await storage.getItem(key);
    if (text !== null) hide(...secretsIn(text));
    return text;
  },
  setItem: (key, text) => {
    hide(...secretsIn(text));
    return storage.setItem(key, text);
  },
});
