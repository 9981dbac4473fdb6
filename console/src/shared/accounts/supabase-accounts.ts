import {
  createClient,
  isAuthRetryableFetchError,
  type AuthError,
  type SupabaseClient,
} from "@supabase/supabase-js";
import type { SessionStorage } from "../platform/index.ts";
import { AccountError, type Accounts } from "./accounts.ts";

/** Address and publishable key of a Supabase project. */
export interface SupabaseProject {
  readonly supabaseUrl: string;
  readonly supabaseKey: string;
}

/**
 * The page's one Supabase client: accounts, and the Realtime feed, whose heartbeat comes from the
 * worker where there is one.
 */
export function createSupabase(
  { supabaseUrl, supabaseKey }: SupabaseProject,
  storage: SessionStorage | undefined,
  workerUrl?: string,
  fetcher?: typeof fetch,
): SupabaseClient {
  return createClient(supabaseUrl, supabaseKey, {
    auth: {
      storageKey: "synapse-voice.session",
      detectSessionInUrl: false,
      flowType: "implicit",
      ...(storage === undefined ? {} : { storage }),
    },
    ...(workerUrl === undefined ? {} : { realtime: { worker: true, workerUrl } }),
    ...(fetcher === undefined ? {} : { global: { fetch: fetcher } }),
  });
}

async function done(command: Promise<{ error: AuthError | null }>): Promise<void> {
  const { error } = await command;
  if (error !== null)
    throw new AccountError(
      isAuthRetryableFetchError(error) ? "network" : (error.code ?? "unknown"),
    );
}

/** Accounts over Supabase Auth. `home` is this console's origin, where the links of mails lead. */
export function createSupabaseAccounts({ auth }: SupabaseClient, home: string): Accounts {
  return {
    watch: (listener) => {
      const { data } = auth.onAuthStateChange((_event, session) => {
        listener(
          session === null ? null : { userId: session.user.id, email: session.user.email ?? "" },
        );
      });
      return () => data.subscription.unsubscribe();
    },
    signIn: async (email, password) => done(auth.signInWithPassword({ email, password })),
    // Only here: other devices of the person stay signed in. The session is gone from this one even
    // if the server can't be told.
    signOut: async () => void (await auth.signOut({ scope: "local" })),
    sendPasswordLink: async (email) =>
      done(auth.resetPasswordForEmail(email, { redirectTo: `${home}/set-password` })),
    redeemLink: async ({ accessToken, refreshToken }) =>
      done(auth.setSession({ access_token: accessToken, refresh_token: refreshToken })),
    setPassword: async (password) => done(auth.updateUser({ password })),
  };
}
