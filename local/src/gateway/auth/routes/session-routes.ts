import { Router } from "express";
import * as v from "valibot";
import { requireUser, type SignedIn } from "../caller.ts";
import type { AuthContext } from "../context.ts";
import { AuthError, parseBody } from "../errors.ts";
import { assertStrong, hashPassword, isPassword, weaknessOf, type Weakness } from "../passwords.ts";
import { assertNotBanned, sessionReply, signIn, type SessionReply } from "./session-reply.ts";
import { merged, normalEmail } from "./user-fields.ts";
import { userJson } from "./user-json.ts";
import { userNotFound, type UserChange, type UserRow } from "../stores/users-store.ts";

const Metadata = v.optional(v.nullable(v.record(v.string(), v.unknown())));
const PasswordGrant = v.object({ email: v.optional(v.string(), ""), password: v.string() });
const RefreshGrant = v.object({ refresh_token: v.string() });
const UserUpdate = v.object({
  email: v.optional(v.string()),
  password: v.optional(v.string()),
  data: Metadata,
});
const Scope = v.optional(v.picklist(["global", "local", "others"]), "global");

/** Returns the routes of sign-in, the signed-in user, sign-out and public keys. */
export function authRoutes(context: AuthContext): Router {
  const router = Router();
  router.get(
    "/.well-known/jwks.json",
    (_request, response) => void response.json(context.tokens.jwks),
  );
  router.get(
    "/health",
    (_request, response) =>
      void response.json({
        name: "Synapse Voice local gateway",
        description: "Speaks like Supabase Auth",
      }),
  );
  router.post("/token", async (request, response) => {
    const grant = request.query["grant_type"];
    if (grant === "password")
      response.json(await withPassword(context, parseBody(PasswordGrant, request.body)));
    else if (grant === "refresh_token")
      response.json(
        await withRefreshToken(context, parseBody(RefreshGrant, request.body).refresh_token),
      );
    else throw new AuthError(400, "unsupported_grant_type", "unsupported_grant_type");
  });
  router.get(
    "/user",
    async (request, response) =>
      void response.json(userJson((await requireUser(context, request)).user)),
  );
  router.put("/user", async (request, response) => {
    const signedIn = await requireUser(context, request);
    response.json(
      userJson(await updateOwn(context, signedIn, parseBody(UserUpdate, request.body))),
    );
  });
  router.post("/logout", async (request, response) => {
    const { user, claims } = await requireUser(context, request);
    await context.sessions.close(
      user.id,
      claims.session_id,
      parseBody(Scope, request.query["scope"] ?? "global"),
    );
    response.status(204).end();
  });
  return router;
}

async function withPassword(
  context: AuthContext,
  { email, password }: v.InferOutput<typeof PasswordGrant>,
): Promise<SessionReply & { weak_password?: Weakness }> {
  const user = await context.users.findByEmail(email.trim().toLowerCase());
  if (!(await isPassword(password, user?.encrypted_password)) || !user) {
    throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
  }
  assertNotBanned(user);
  if (!user.email_confirmed_at)
    throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
  // A password that was set before the rules became stricter still works. The reply says that it is
  // weak (Supabase Auth 2.196.0, internal/api/token.go).
  const weakness = weaknessOf(password, context.settings);
  const session = await signIn(context, user, "password");
  return weakness ? { ...session, weak_password: weakness } : session;
}

async function withRefreshToken(context: AuthContext, refreshToken: string): Promise<SessionReply> {
  const session = await context.sessions.refresh(refreshToken);
  const user = await context.users.findById(session.userId);
  if (!user) throw userNotFound(403);
  assertNotBanned(user);
  return sessionReply(context, user, session);
}

async function updateOwn(
  context: AuthContext,
  { user, claims }: SignedIn,
  update: v.InferOutput<typeof UserUpdate>,
): Promise<UserRow> {
  const change: UserChange = {};
  if (update.email !== undefined)
    Object.assign(change, { email: normalEmail(update.email), email_confirmed_at: new Date() });
  if (update.data) change.raw_user_meta_data = merged(user.raw_user_meta_data, update.data);
  if (update.password !== undefined) {
    assertStrong(update.password, context.settings);
    if (user.encrypted_password && (await isPassword(update.password, user.encrypted_password))) {
      throw new AuthError(
        422,
        "same_password",
        "New password should be different from the old password.",
      );
    }
    change.encrypted_password = await hashPassword(update.password);
    change.recovery_sent_at = null;
  }
  const updated = await context.users.update(user.id, change);
  if (change.encrypted_password) {
    await context.links.removeAll(user.id);
    await context.sessions.close(user.id, claims.session_id, "others");
  }
  return updated;
}
