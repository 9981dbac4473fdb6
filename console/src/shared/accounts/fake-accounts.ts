import { AccountError, type Account, type Accounts } from "@synapse-voice/desktop/accounts";

/** Accounts in memory, for tests and the gallery. */
export interface FakeAccounts extends Accounts {
  readonly sentTo: readonly string[];
  readonly passwords: ReadonlyMap<string, string>;
}

const accountOf = (email: string): Account => ({
  userId: email.split("@")[0] ?? "",
  email,
});

/**
 * Makes accounts with the given emails and passwords, and codes of second factors. The access token
 * of a link is the email.
 */
export function createFakeAccounts(
  known: Readonly<Record<string, string>> = {},
  signedIn: string | null = null,
  factors: Readonly<Record<string, string>> = {},
): FakeAccounts {
  const passwords = new Map(Object.entries(known));
  const sentTo: string[] = [];
  const listeners = new Set<(account: Account | null) => void>();
  let isConfirmed = false;
  let account = signedIn === null ? null : accountOf(signedIn);
  const set = (next: Account | null): void => {
    account = next;
    for (const listener of listeners) listener(next);
  };
  return {
    sentTo,
    passwords,
    watch: (listener) => {
      listeners.add(listener);
      listener(account);
      return () => void listeners.delete(listener);
    },
    signIn: async (email, password) => {
      if (passwords.get(email) !== password) throw new AccountError("invalid_credentials");
      set(accountOf(email));
    },
    signOut: async () => set(null),
    sendPasswordLink: async (email) => void sentTo.push(email),
    redeemLink: async ({ accessToken }) => {
      if (!passwords.has(accessToken)) throw new AccountError("bad_jwt");
      set(accountOf(accessToken));
    },
    confirmSecondFactor: async (code) => {
      if (account === null || factors[account.email] !== code)
        throw new AccountError("mfa_verification_failed");
      isConfirmed = true;
    },
    setPassword: async (password) => {
      if (account === null) throw new AccountError("session_not_found");
      const bytes = new TextEncoder().encode(password).length;
      if (bytes > 72) throw new AccountError("password_too_long");
      if (bytes < 8) throw new AccountError("weak_password", ["Use at least 8 characters."]);
      if (factors[account.email] !== undefined && !isConfirmed)
        throw new AccountError("insufficient_aal");
      passwords.set(account.email, password);
    },
  };
}
