import { createHash } from "node:crypto";

/** The part of keytar that the store uses: secrets of a service in the keychain, by account. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/**
 * Returns the name of the keychain's service that holds the sign-in at one Supabase project. The
 * hash of the project's address is part of it, so a refresh token is never read for, nor sent to,
 * another server.
 */
export function keychainService(appName: string, supabaseUrl: string): string {
  const address = new URL(supabaseUrl).href.replace(/\/+$/u, "");
  const hash = createHash("sha256").update(address).digest("hex");
  return `${appName} ${hash.slice(0, 32)}`;
}
