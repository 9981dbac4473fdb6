import { createHash } from "node:crypto";

/** The part of keytar that the store uses: secrets of a service in the keychain, by account. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/**
 * Longest time in ms that the app waits for the keychain: once at the start, and for each later
 * request. A locked keychain replies only after the person has typed a password.
 */
export const keychainLimitMs = 3_000;

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

/** Counts the calls to a keychain that have not returned yet. */
export interface PendingCalls {
  count(): number;
  /** Returns the same keychain, with its calls counted. */
  watch(keychain: Keychain): Keychain;
}

/** Creates a counter that stands at 0. */
export function createPendingCalls(): PendingCalls {
  let pending = 0;
  const counted = <T>(call: Promise<T>): Promise<T> => {
    pending += 1;
    return call.finally(() => {
      pending -= 1;
    });
  };
  return {
    count: () => pending,
    watch: (keychain) => ({
      getPassword: (service, account) => counted(keychain.getPassword(service, account)),
      setPassword: (service, account, password) =>
        counted(keychain.setPassword(service, account, password)),
      deletePassword: (service, account) => counted(keychain.deletePassword(service, account)),
    }),
  };
}
