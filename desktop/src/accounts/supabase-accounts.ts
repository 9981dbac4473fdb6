import {
  createClient,
  isAuthRetryableFetchError,
  isAuthWeakPasswordError,
  type AuthError,
  type SupabaseClient,
} from "@supabase/supabase-js";
import { createLimitedFetch } from "@synapse-voice/client";
import type { Account } from "../bridge/schemas.ts";
import { AccountError, type Accounts } from "./accounts.ts";
import { passwordHints } from "./password-hints.ts";

/** URL and publishable key of a Supabase project. */
export interface SupabaseProject {
  readonly supabaseUrl: string;
  readonly supabaseKey: string;
}

/** Storage of the sign-in, as supabase-js expects it. */
export interface SessionStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** Options of {@link createSupabase}. */
export interface SupabaseOptions {
  /** The browser's own storage by default. */
  readonly storage?: SessionStorage | undefined;
  /** Script of a worker from which the heartbeat of Realtime comes. */
  readonly workerUrl?: string | undefined;
  /** The global `fetch` by default. Time limits are added to it. */
  readonly fetch?: typeof fetch;
}

/** Makes the only Supabase client of a process, for accounts and for Realtime. */
export function createSupabase(
  { supabaseUrl, supabaseKey }: SupabaseProject,
  { storage, workerUrl, fetch }: SupabaseOptions = {},
): SupabaseClient {
  return createClient(supabaseUrl, supabaseKey, {
    auth: {
      storageKey: "synapse-voice.session",
      detectSessionInUrl: false,
      flowType: "implicit",
      ...(storage === undefined ? {} : { storage }),
    },
    ...(workerUrl === undefined ? {} : { realtime: { worker: true, workerUrl } }),
    global: { fetch: createLimitedFetch(fetch) },
  });
}

async function throwOnError(command: Promise<{ error: AuthError | null }>): Promise<void> {
  const { error } = await command;
  if (error !== null) throw toAccountError(error);
}

function toAccountError(error: AuthError): AccountError {
  if (isAuthWeakPasswordError(error))
    return new AccountError("weak_password", passwordHints(error.reasons, error.message));
  if (!isAuthRetryableFetchError(error)) return new AccountError(error.code ?? "unknown");
  return new AccountError(error.status === 0 ? "network" : "service_unavailable");
}

/**
 * Codes of Auth that a request for a recovery mail gets for every address. Other codes come from
 * sending the mail, so only people with an account get them (supabase/auth 2.196.0,
 * internal/api/recover.go, requireEmailProvider in middleware.go).
 */
const codesForEverybody = new Set([
  "validation_failed",
  "over_request_rate_limit",
  "captcha_failed",
  "email_provider_disabled",
  "bad_json",
]);

/** Returns true if an error shows that there is an account, because it comes from sending the mail. */
const showsAccount = ({ code, status = 0 }: AuthError): boolean =>
  status === 500 ||
  status === 504 ||
  (status >= 400 && status < 500 && status !== 401 && !codesForEverybody.has(code ?? ""));

/** Auth refuses a password that is too long as `validation_failed`. It checks nothing else here. */
function explainLength(error: unknown): never {
  throw error instanceof AccountError && error.code === "validation_failed"
    ? new AccountError("password_too_long")
    : error;
}

/**
 * Calls the listener with the account, and after each change. supabase-js (2.119.1) starts without
 * a session, too, if the last one has expired and Auth can't be reached. It keeps that one, and
 * goes on trying. So nobody counts as signed out meanwhile: the next event says who is signed in.
 */
function watchAccount(
  auth: SupabaseClient["auth"],
  listener: (account: Account | null) => void,
): () => void {
  /** True until it is known why the start brought no session. */
  let isUnsure = false;
  const decide = async (): Promise<void> => {
    // Storage that can't be read holds no session.
    const { error } = await auth.getSession().catch(() => ({ error: null }));
    if (isUnsure && !isAuthRetryableFetchError(error)) listener(null);
    isUnsure = false;
  };
  const { data } = auth.onAuthStateChange((event, session) => {
    if (isUnsure) listener(null);
    isUnsure = event === "INITIAL_SESSION" && session === null;
    // Not within the event, for which other requests of supabase-js may wait.
    if (isUnsure) setTimeout(() => void decide());
    else
      listener(
        session === null ? null : { userId: session.user.id, email: session.user.email ?? "" },
      );
  });
  return () => {
    isUnsure = false;
    data.subscription.unsubscribe();
  };
}

/**
 * Makes accounts that use Supabase Auth. The links in emails lead to `consoleUrl`, the origin of
 * this console.
 */
export function createSupabaseAccounts({ auth }: SupabaseClient, consoleUrl: string): Accounts {
  return {
    watch: (listener) => watchAccount(auth, listener),
    signIn: async (email, password) => throwOnError(auth.signInWithPassword({ email, password })),
    // Local scope: other devices of the person stay signed in. The session is removed here even if
    // the server is unreachable.
    signOut: async () => void (await auth.signOut({ scope: "local" })),
    sendPasswordLink: async (email) => {
      const { error } = await auth.resetPasswordForEmail(email, {
        redirectTo: `${consoleUrl}/set-password`,
      });
      if (error !== null && !showsAccount(error)) throw toAccountError(error);
    },
    redeemLink: async ({ accessToken, refreshToken }) =>
      throwOnError(auth.setSession({ access_token: accessToken, refresh_token: refreshToken })),
    confirmSecondFactor: async (code) => {
      const { data, error } = await auth.mfa.listFactors();
      if (error !== null) throw toAccountError(error);
      const factor = data.totp[0];
      if (factor === undefined) throw new AccountError("no_authenticator_app");
      await throwOnError(auth.mfa.challengeAndVerify({ factorId: factor.id, code }));
    },
    setPassword: async (password) =>
      throwOnError(auth.updateUser({ password })).catch(explainLength),
  };
}
