import { createClient } from "@supabase/supabase-js";
import type { Config } from "./config.ts";

/** A signed-in customer. */
export interface Customer {
  readonly email: string;
}

/** The portal's own sign-in. The widget uses its access token. */
export interface PortalSession {
  customer(): Promise<Customer | null>;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Returns the access token, or null while nobody is signed in. `fresh` requests a new one. */
  getToken(ask?: { fresh: boolean }): Promise<string | null>;
}

export function createSession({ supabaseUrl, supabaseKey }: Config): PortalSession {
  const { auth } = createClient(supabaseUrl, supabaseKey, {
    auth: { storageKey: "customer-portal", detectSessionInUrl: false },
    // supabase-js sets no limit, and every request waits for one that renews the token.
    global: {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          signal: AbortSignal.any([
            AbortSignal.timeout(8_000),
            ...(init?.signal ? [init.signal] : []),
          ]),
        }),
    },
  });
  const current = async (fresh: boolean) =>
    (await (fresh ? auth.refreshSession() : auth.getSession())).data.session;
  return {
    customer: async () => {
      const session = await current(false);
      return session?.user.email ? { email: session.user.email } : null;
    },
    signIn: async (email, password) => {
      const { error } = await auth.signInWithPassword({ email, password });
      if (error) throw error;
    },
    signOut: async () => void (await auth.signOut({ scope: "local" })),
    getToken: async ({ fresh } = { fresh: false }) => (await current(fresh))?.access_token ?? null,
  };
}
