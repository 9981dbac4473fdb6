import type { AuthContext } from "../context.ts";
import type { OpenSession, SignInMethod } from "../stores/sessions-store.ts";
import { userJson } from "./user-json.ts";
import { AuthError } from "../errors.ts";
import type { UserRow } from "../stores/users-store.ts";

export type SessionReply = Awaited<ReturnType<typeof sessionReply>>;

/** Opens a session and sets the user's `last_sign_in_at`. */
export async function signIn(
  context: AuthContext,
  user: UserRow,
  method: SignInMethod,
): Promise<SessionReply> {
  assertNotBanned(user);
  const session = await context.sessions.open(user.id, method);
  const signedIn = await context.users.update(user.id, { last_sign_in_at: new Date() });
  return sessionReply(context, signedIn, session);
}

export function assertNotBanned(user: UserRow, status = 400): void {
  if (user.banned_until && user.banned_until.getTime() > Date.now())
    throw new AuthError(status, "user_banned", "User is banned");
}

/** Returns the reply to sign-in and refresh: the tokens and the user. */
export async function sessionReply(
  { tokens, settings }: AuthContext,
  user: UserRow,
  session: OpenSession,
) {
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + settings.accessTokenSeconds;
  const accessToken = await tokens.sign({
    sub: user.id,
    aud: user.aud,
    exp: expiresAt,
    iat: issuedAt,
    email: user.email ?? "",
    phone: user.phone ?? "",
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    role: user.role,
    aal: "aal1",
    amr: session.amr,
    session_id: session.id,
    is_anonymous: user.is_anonymous,
  });
  return {
    access_token: accessToken,
    token_type: "bearer",
    expires_in: settings.accessTokenSeconds,
    expires_at: expiresAt,
    refresh_token: session.refreshToken,
    user: userJson(user),
  };
}
