import type { AuthError, createClient } from "@supabase/supabase-js";

/** Takes away and gives back a user's access. */
export interface UserAccess {
  /**
   * Bans a user: they can't sign in, refresh a session or use a link. Does nothing if there is no
   * such user.
   */
  closeUser(id: string): Promise<void>;
  /** Ends the ban of a user. Their password and their sessions are those of before. */
  reopenUser(id: string): Promise<void>;
  /** Ends all sessions of a user whose address is confirmed. */
  endSessions(email: string): Promise<void>;
}

type Auth = ReturnType<typeof createClient>["auth"];

/** Supabase Auth has no ban without an end. This one lasts for a hundred years. */
const banDuration = `${100 * 365 * 24}h`;

/**
 * Makes these methods with supabase-js. A ban keeps the user from signing in,
 * from refreshing a session and from using a link. It does not end sessions: they work again after
 * it (supabase/auth 2.196.0, the callers of IsBanned in internal/api).
 */
export function createUserAccess(
  admin: Auth["admin"],
  newClient: () => Auth,
  toError: (error: AuthError) => Error,
): UserAccess {
  return {
    async closeUser(id) {
      const { error } = await admin.updateUserById(id, { ban_duration: banDuration });
      if (error && !isUnknownUser(error)) throw toError(error);
    },
    async reopenUser(id) {
      const { error } = await admin.updateUserById(id, { ban_duration: "none" });
      if (error) throw toError(error);
    },
    // An admin can't end the sessions of a user, except by a new password. But the user can. So
    // this signs in with a link that nobody else gets, and then signs out everywhere.
    async endSessions(email) {
      const link = await admin.generateLink({ type: "magiclink", email });
      if (link.error) throw toError(link.error);
      const { data, error } = await newClient().verifyOtp({
        type: "magiclink",
        token_hash: link.data.properties.hashed_token,
      });
      if (error) throw toError(error);
      if (!data.session) return;
      const signOut = await admin.signOut(data.session.access_token, "global");
      if (signOut.error) throw toError(signOut.error);
    },
  };
}

/**
 * Older Auth servers send no code. The status 404 alone is not enough, because a proxy sends it if
 * it can't find the Auth server.
 */
export const isUnknownUser = ({ code, status, message }: AuthError): boolean =>
  code === "user_not_found" || (status === 404 && /user not found/iu.test(message));
