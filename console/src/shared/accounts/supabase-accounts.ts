import {
  createClient,
  isAuthRetryableFetchError,
  isAuthWeakPasswordError,
  type AuthError,
  type SupabaseClient,
} from "@supabase/supabase-js";
import { createLimitedFetch } from "@synapse-voice/client";
import type { SessionStorage } from "../platform/index.ts";
import { AccountError, type Accounts } from "./accounts.ts";
import { passwordHints } from "./password-hints.ts";

/** URL and publishable key of a Supabase project. */
export interface SupabaseProject {
  readonly supabaseUrl: string;
  readonly supabaseKey: string;
}

/**
 * Makes the page's only Supabase client, for accounts and for Realtime. With `workerUrl`, the
 * heartbeat of Realtime comes from a worker.
 */
export function createSupabase(
  { supabaseUrl, supabaseKey }: SupabaseProject,
  storage: SessionStorage | undefined,
  workerUrl?: string,
  fetcher: typeof fetch = createLimitedFetch(),
): SupabaseClient {
  return createClient(supabaseUrl, supabaseKey, {
    auth: {
      storageKey: "synapse-voice.session",
      detectSessionInUrl: false,
      flowType: "implicit",
      ...(storage === undefined ? {} : { storage }),
    },
    ...(workerUrl === undefined ? {} : { realtime: { worker: true, workerUrl } }),
    global: { fetch: fetcher },
  });
}

async function throwOnError(command: Promise<{ error: AuthError | null }>): Promise<void> {
  const { error } = await command;
  if (error !== null) throw toAccountError(error);
}

function toAccountError(error: AuthError): AccountError {
  if (isAuthWeakPasswordError(error))
    return new AccountError("weak_password", passwordHints(error.reasons, error.message));
  return new AccountError(isAuthRetryableFetchError(error) ? "network" : (error.code ?? "unknown"));
}

/** Auth refuses a password that is too long as `validation_failed`. It checks nothing else here. */
function explainLength(error: unknown): never {
  throw error instanceof AccountError && error.code === "validation_failed"
    ? new AccountError("password_too_long")
    : error;
}

/**
 * Makes accounts that use Supabase Auth. The links in emails lead to `consoleUrl`, the origin of
 * this console.
 */
export function createSupabaseAccounts({ auth }: SupabaseClient, consoleUrl: string): Accounts {
  return {
    watch: (listener) => {
      const { data } = auth.onAuthStateChange((_event, session) => {
        listener(
          session === null ? null : { userId: session.user.id, email: session.user.email ?? "" },
        );
      });
      return () => data.subscription.unsubscribe();
    },
    signIn: async (email, password) => throwOnError(auth.signInWithPassword({ email, password })),
    // Local scope: other devices of the person stay signed in. The session is removed here even if
    // the server is unreachable.
    signOut: async () => void (await auth.signOut({ scope: "local" })),
    sendPasswordLink: async (email) =>
      throwOnError(auth.resetPasswordForEmail(email, { redirectTo: `${consoleUrl}/set-password` })),
    redeemLink: async ({ accessToken, refreshToken }) =>
      throwOnError(auth.setSession({ access_token: accessToken, refresh_token: refreshToken })),
    setPassword: async (password) =>
      throwOnError(auth.updateUser({ password })).catch(explainLength),
  };
}
