import type { Account, LinkTokens } from "../bridge/schemas.ts";

/**
 * Error of an account command. `code` is the code of Supabase Auth, or `network`,
 * `service_unavailable`, `password_too_long` or `no_authenticator_app`. `hints` are sentences that
 * say what a refused password lacks.
 */
export class AccountError extends Error {
  readonly code: string;
  readonly hints: readonly string[];

  constructor(code: string, hints: readonly string[] = []) {
    super(code);
    this.code = code;
    this.hints = hints;
  }
}

/** Port for signing in and out, and for passwords. Commands reject with an {@link AccountError}. */
export interface Accounts {
  /**
   * Calls the listener at once and after each change with the account that is signed in, or null.
   * Returns a function that ends this.
   */
  watch(listener: (account: Account | null) => void): () => void;
  signIn(email: string, password: string): Promise<void>;
  /** Signs out on this device. Never fails. */
  signOut(): Promise<void>;
  /**
   * Sends an email with a link to set a new password. The result is the same for every address,
   * also if it has no account or if the mail can't be sent.
   */
  sendPasswordLink(email: string): Promise<void>;
  /** Signs in with the tokens of a link. */
  redeemLink(tokens: LinkTokens): Promise<void>;
  /**
   * Confirms the session with a code of the person's authenticator app. Auth demands it before a
   * new password, from people who have set up a second factor.
   */
  confirmSecondFactor(code: string): Promise<void>;
  setPassword(password: string): Promise<void>;
}
