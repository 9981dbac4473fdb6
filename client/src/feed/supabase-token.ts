import { ApiError } from "../session/api-error.ts";

/** Reply of supabase-js to `getSession` and `refreshSession`. */
export interface SessionReply {
  readonly data: { readonly session: { readonly access_token: string } | null };
  readonly error?: { readonly name: string } | null;
}

/** The part of a Supabase client (`createClient(…)` of supabase-js) that has the session. */
export interface TokenSource {
  readonly auth: {
    getSession(): Promise<SessionReply>;
    refreshSession(): Promise<SessionReply>;
  };
}

/**
 * Returns a function that gets the access token of a Supabase client, which renews it when
 * necessary. `fresh: true` renews it at once. Without a session the token is empty. Throws
 * `ApiError("network")` if the Auth server is unreachable.
 */
export const tokenOf =
  (supabase: TokenSource) =>
  async (options?: { fresh: boolean }): Promise<string> => {
    const { data, error } =
      options?.fresh === true
        ? await supabase.auth.refreshSession()
        : await supabase.auth.getSession();
    // An unreachable Auth server does not mean that the person is signed out.
    if (error?.name === "AuthRetryableFetchError") throw new ApiError("network");
    return data.session?.access_token ?? "";
  };
