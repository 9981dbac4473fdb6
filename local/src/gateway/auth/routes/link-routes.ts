import { Router } from "express";
import * as v from "valibot";
import { requireAdmin } from "../caller.ts";
import type { AuthContext } from "../context.ts";
import { AuthError, parseBody } from "../errors.ts";
import { assertNotMailedLately, linkAddress, mailLink } from "../mail-link.ts";
import { linkTypes, type VerifiedType } from "../stores/links-store.ts";
import { assertStrong, hashPassword } from "../passwords.ts";
import { emailProvider, normalEmail } from "./user-fields.ts";
import { assertNotBanned, signIn, type SessionReply } from "./session-reply.ts";
import { userJson } from "./user-json.ts";
import { emailExists, userNotFound, type UserRow } from "../stores/users-store.ts";

const Metadata = v.optional(v.nullable(v.record(v.string(), v.unknown())));
const Recovery = v.object({ email: v.string(), code_challenge: v.nullish(v.string()) });
const Invite = v.object({ email: v.string(), data: Metadata });
const GenerateLink = v.object({
  type: v.picklist(["signup", "invite", "magiclink", "recovery"]),
  email: v.string(),
  password: v.optional(v.string()),
  data: Metadata,
});
const verifiedTypes = [...linkTypes, "email"] as const;
const Verify = v.union([
  v.object({ type: v.picklist(verifiedTypes), token_hash: v.string() }),
  v.object({ type: v.picklist(verifiedTypes), email: v.string(), token: v.string() }),
]);
const VerifyLink = v.object({ type: v.picklist(verifiedTypes), token: v.string() });

/** Returns the routes of invitations and forgotten passwords, and of the links in their mails. */
export function linkRoutes(context: AuthContext): Router {
  const router = Router();
  router.post("/invite", async (request, response) => {
    await requireAdmin(context, request);
    const { email, data } = parseBody(Invite, request.body);
    const redirect = redirectTarget(context, request.query["redirect_to"]);
    response.json(userJson(await invite(context, normalEmail(email), data ?? {}, redirect)));
  });
  router.post("/recover", async (request, response) => {
    const { email, code_challenge: challenge } = parseBody(Recovery, request.body);
    if (challenge)
      throw new AuthError(
        400,
        "validation_failed",
        "The local gateway does not support flowType pkce; use implicit",
      );
    const user = await context.users.findByEmail(normalEmail(email));
    // The reply is the same for unknown addresses, so that nobody can find out who has an account.
    // But the errors of sending a mail show it, as in supabase/auth 2.196.0
    // (internal/api/recover.go).
    if (user) {
      assertNotMailedLately(context, user.recovery_sent_at);
      const redirect = redirectTarget(context, request.query["redirect_to"]);
      await mailLink(context, user, "recovery", redirect);
      await context.users.update(user.id, { recovery_sent_at: new Date() });
    }
    response.json({});
  });
  router.post("/admin/generate_link", async (request, response) => {
    await requireAdmin(context, request);
    const input = parseBody(GenerateLink, request.body);
    const user = await addressee(context, input);
    const redirect = redirectTarget(context, request.query["redirect_to"]);
    const link = context.links.create();
    await context.links.save(user.id, input.type, link);
    const properties = {
      action_link: linkAddress(context, link, input.type, redirect),
      email_otp: link.code,
      hashed_token: link.hashedToken,
      redirect_to: redirect,
    };
    response.json({ ...userJson(user), ...properties, verification_type: input.type });
  });
  router.get("/verify", async (request, response) => {
    const target = redirectTarget(context, request.query["redirect_to"]);
    response.redirect(303, `${target}#${await fragmentOf(context, request.query)}`);
  });
  router.post(
    "/verify",
    async (request, response) =>
      void response.json(await verify(context, parseBody(Verify, request.body))),
  );
  return router;
}

/**
 * Invites a new user, or again one whose address is not confirmed. If the mail can't be sent, no
 * user is created. An existing user keeps their data (supabase/auth 2.196.0,
 * internal/api/invite.go).
 */
async function invite(
  context: AuthContext,
  email: string,
  data: Record<string, unknown>,
  redirect: string,
): Promise<UserRow> {
  const known = await context.users.findByEmail(email);
  if (known?.email_confirmed_at) throw emailExists();
  const user =
    known ??
    (await context.users.insert({
      email,
      raw_app_meta_data: emailProvider,
      raw_user_meta_data: data,
    }));
  try {
    await mailLink(context, user, "invite", redirect);
  } catch (error) {
    if (!known) await context.users.remove(user.id);
    throw error;
  }
  return context.users.update(user.id, { invited_at: new Date() });
}

async function invitee(
  context: AuthContext,
  email: string,
  data: Record<string, unknown>,
): Promise<UserRow> {
  const known = await context.users.findByEmail(email);
  if (known?.email_confirmed_at) throw emailExists();
  if (known) return context.users.update(known.id, { invited_at: new Date() });
  return context.users.insert({
    email,
    invited_at: new Date(),
    raw_app_meta_data: emailProvider,
    raw_user_meta_data: data,
  });
}

async function addressee(
  context: AuthContext,
  input: v.InferOutput<typeof GenerateLink>,
): Promise<UserRow> {
  const email = normalEmail(input.email);
  if (input.type === "invite") return invitee(context, email, input.data ?? {});
  const known = await context.users.findByEmail(email);
  if (input.type !== "signup") {
    if (known) return known;
    throw userNotFound();
  }
  if (known?.email_confirmed_at) throw emailExists();
  if (input.password === undefined)
    throw new AuthError(400, "validation_failed", "Signup requires a valid password");
  assertStrong(input.password, context.settings);
  const fields = {
    encrypted_password: await hashPassword(input.password),
    raw_user_meta_data: input.data ?? {},
  };
  return known
    ? context.users.update(known.id, fields)
    : context.users.insert({ email, raw_app_meta_data: emailProvider, ...fields });
}

/**
 * Returns the target of a link: the requested address, or the site if that is not allowed. The
 * address of the target will contain tokens. Allowed are the site itself, addresses of this machine
 * and the redirect URLs (supabase/auth 2.196.0, IsRedirectURLValid in
 * internal/utilities/request.go). There, redirect URLs may have wildcards, and `localhost` must be
 * one of them.
 */
export function redirectTarget({ settings }: AuthContext, wanted: unknown): string {
  if (typeof wanted !== "string" || !URL.canParse(wanted)) return settings.siteUrl;
  const target = wanted.replace(/#.*$/, "");
  const { protocol, hostname, origin } = new URL(wanted);
  const isHere =
    ["http:", "https:"].includes(protocol) && ["127.0.0.1", "localhost"].includes(hostname);
  const isAllowed =
    isHere || origin === new URL(settings.siteUrl).origin || settings.redirectUrls.includes(target);
  return isAllowed ? target : settings.siteUrl;
}

async function fragmentOf(context: AuthContext, query: unknown): Promise<string> {
  try {
    const { token, type } = parseBody(VerifyLink, query);
    const { user: _user, ...session } = await verify(context, { type, token_hash: token });
    const values = Object.entries({ ...session, type }).map(([name, value]) => [
      name,
      String(value),
    ]);
    return new URLSearchParams(values).toString();
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return new URLSearchParams({
      error: "access_denied",
      error_code: error.code,
      error_description: error.message,
    }).toString();
  }
}

async function verify(
  context: AuthContext,
  input: v.InferOutput<typeof Verify>,
): Promise<SessionReply> {
  const type: VerifiedType = input.type;
  const userId =
    "token_hash" in input
      ? await context.links.redeem(input.token_hash, type)
      : await context.links.redeemCode(normalEmail(input.email), input.token, type);
  const user = await context.users.findById(userId);
  if (!user) throw userNotFound(403);
  // Before the address is confirmed (supabase/auth 2.196.0, internal/api/verify.go).
  assertNotBanned(user, 403);
  const confirmed = user.email_confirmed_at
    ? user
    : await context.users.update(user.id, { email_confirmed_at: new Date() });
  return signIn(context, confirmed, "otp");
}
