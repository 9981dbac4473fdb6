import { randomUUID } from "node:crypto";
import { Router } from "express";
import * as v from "valibot";
import type { AuthContext } from "../context.ts";
import { AuthError, parseBody } from "../errors.ts";
import { assertNotMailedLately, mailLink } from "../mail-link.ts";
import { assertStrong, hashPassword } from "../passwords.ts";
import type { UserRow } from "../stores/users-store.ts";
import { redirectTarget } from "./link-routes.ts";
import { signIn, type SessionReply } from "./session-reply.ts";
import { emailProvider, normalEmail } from "./user-fields.ts";
import { userJson } from "./user-json.ts";

const SignUp = v.object({
  email: v.optional(v.string(), ""),
  password: v.optional(v.string(), ""),
  data: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});
type SignUp = v.InferOutput<typeof SignUp>;
const Resend = v.object({ type: v.literal("signup"), email: v.string() });

/** Returns the routes of sign-up, of its mail, and of the settings that anybody may read. */
export function signUpRoutes(context: AuthContext): Router {
  const router = Router();
  // supabase/auth 2.196.0, internal/api/settings.go. Fields that say nothing here are left out.
  router.get("/settings", (_request, response) => {
    response.json({
      external: { anonymous_users: true, email: true, phone: false },
      disable_signup: false,
      mailer_autoconfirm: context.settings.autoconfirm,
      phone_autoconfirm: false,
      saml_enabled: false,
    });
  });
  router.post("/signup", async (request, response) => {
    const redirect = redirectTarget(context, request.query["redirect_to"]);
    response.json(await signUp(context, parseBody(SignUp, request.body), redirect));
  });
  // The reply is the same for unknown and confirmed addresses (supabase/auth 2.196.0,
  // internal/api/resend.go).
  router.post("/resend", async (request, response) => {
    const { email } = parseBody(Resend, request.body);
    const redirect = redirectTarget(context, request.query["redirect_to"]);
    const user = await context.users.findByEmail(normalEmail(email));
    if (user && !user.email_confirmed_at) await mailConfirmation(context, user, redirect);
    response.json({});
  });
  return router;
}

/**
 * Signs a person up, and in as well if the address counts as confirmed. Otherwise a mail confirms
 * it, and the reply for an address that has a confirmed account looks the same (supabase/auth
 * 2.196.0, internal/api/signup.go).
 */
async function signUp(
  context: AuthContext,
  { email, password, data }: SignUp,
  redirect: string,
): Promise<SessionReply | ReturnType<typeof userJson>> {
  if (email === "" && password === "") {
    const anonymous = await context.users.insert({
      is_anonymous: true,
      raw_user_meta_data: data ?? {},
    });
    return signIn(context, anonymous, "anonymous");
  }
  if (password === "")
    throw new AuthError(400, "validation_failed", "Signup requires a valid password");
  assertStrong(password, context.settings);
  const address = normalEmail(email);
  const { autoconfirm } = context.settings;
  const known = await context.users.findByEmail(address);
  if (known?.email_confirmed_at) {
    if (autoconfirm) throw taken();
    return userJson(unrelated(known, data ?? {}));
  }
  // The password of a known user stays. With autoconfirm, the real Auth server signs a stranger in
  // as this user.
  const user = known ?? (await insert(context, address, password, data ?? {}));
  if (!autoconfirm) return userJson(await mailConfirmation(context, user, redirect));
  const confirmed = await context.users.update(user.id, { email_confirmed_at: new Date() });
  return signIn(context, confirmed, "password");
}

const taken = (): AuthError => new AuthError(422, "user_already_exists", "User already registered");

async function insert(
  context: AuthContext,
  email: string,
  password: string,
  metadata: Record<string, unknown>,
): Promise<UserRow> {
  const person = {
    email,
    encrypted_password: await hashPassword(password),
    raw_app_meta_data: emailProvider,
    raw_user_meta_data: metadata,
  };
  return context.users.insert(person).catch((error: unknown) => {
    throw error instanceof AuthError && error.code === "email_exists" ? taken() : error;
  });
}

async function mailConfirmation(
  context: AuthContext,
  user: UserRow,
  redirect: string,
): Promise<UserRow> {
  assertNotMailedLately(context, user.confirmation_sent_at);
  await mailLink(context, user, "signup", redirect);
  return context.users.update(user.id, { confirmation_sent_at: new Date() });
}

/** Returns a user with this address who says nothing about the one who has it. */
function unrelated(known: UserRow, metadata: Record<string, unknown>): UserRow {
  const now = new Date();
  return {
    ...known,
    id: randomUUID(),
    role: "",
    email_confirmed_at: null,
    confirmed_at: null,
    invited_at: null,
    recovery_sent_at: null,
    confirmation_sent_at: now,
    last_sign_in_at: null,
    raw_app_meta_data: emailProvider,
    raw_user_meta_data: metadata,
    banned_until: null,
    created_at: now,
    updated_at: now,
  };
}
