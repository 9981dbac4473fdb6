import { randomBytes } from "node:crypto";
import { createClient, isAuthWeakPasswordError, type AuthError } from "@supabase/supabase-js";
import { createFindUser, signUpMark, type FoundUser } from "./find-user.ts";
import { readAuthTime, readConfirmsUnseen } from "./project-settings.ts";
import { createUserAccess, isUnknownUser, type UserAccess } from "./user-access.ts";

/** A Supabase user that is about to be created, under an id of our choosing. */
export interface NewSupabaseUser {
  readonly id: string;
  readonly email: string;
  /** The name of the company that invites the user, for the text of the mail. */
  readonly company?: string;
  /** Left out for invited people, who choose their own password. */
  readonly password?: string;
  /** True if a mail is to confirm the address. Without it, a user with a password is confirmed. */
  readonly isSignUp?: boolean;
}

/** The admin API of Supabase Auth. Every method throws {@link SupabaseAdminError}. */
export interface SupabaseAdmin extends UserAccess {
  /** Creates a user. Creates nobody if it throws anything but `unavailable`. */
  createUser(user: NewSupabaseUser): Promise<void>;
  /** Sends a user without a password a link to choose one. */
  invite(email: string): Promise<void>;
  /** Sends a user who has signed up a link that confirms the address. */
  sendConfirmation(email: string): Promise<void>;
  /** Sends a user a link to choose a new password. */
  sendPasswordLink(email: string): Promise<void>;
  /**
   * Returns true if anybody can make an account whose address counts as confirmed without a mail,
   * by the settings of the project.
   */
  confirmsUnseen(): Promise<boolean>;
  /**
   * Returns the time in ms, in whole seconds, by the clock that issues access tokens. Returns null
   * if the project's replies don't say.
   */
  authTime(): Promise<number | null>;
  /** Finds the user who has this e-mail address. */
  findUser(email: string): Promise<FoundUser | null>;
  /**
   * Gives a user a password that nobody knows, and ends their sessions and links. With `confirm`,
   * the address counts as confirmed from now on.
   */
  resetPassword(id: string, confirm?: boolean): Promise<void>;
  /** Names the company in the mails that a user gets from now on. */
  nameCompany(id: string, company: string): Promise<void>;
  /** Deletes a user. Does nothing if there is no such user. */
  deleteUser(id: string): Promise<void>;
}

/**
 * `unavailable`: the request may have succeeded or not. All others are refusals of Supabase.
 * `invalid_request`: Supabase does not accept this e-mail address or password. `email_invalid`: the
 * address can't get mail. `mail_not_allowed`: the project may mail certain addresses only.
 * `mail_limit_reached`: the project's limit of mails. `mail_failed`: the mail could not be sent.
 */
export type SupabaseAdminFailure =
  | "email_exists"
  | "weak_password"
  | "invalid_request"
  | "email_invalid"
  | "mail_not_allowed"
  | "mail_limit_reached"
  | "mail_failed"
  | "unavailable";

/** Rules of the project that a password breaks: their text, and their names. */
export interface PasswordWeakness {
  readonly detail: string;
  readonly reasons: readonly string[];
}

export class SupabaseAdminError extends Error {
  readonly failure: SupabaseAdminFailure;
  /** Set for `weak_password`. */
  readonly weakness: PasswordWeakness | null;

  constructor(
    failure: SupabaseAdminFailure,
    cause?: unknown,
    weakness: PasswordWeakness | null = null,
  ) {
    super(cause instanceof Error ? `${failure}: ${cause.message}` : failure, { cause });
    this.name = "SupabaseAdminError";
    this.failure = failure;
    this.weakness = weakness;
  }
}

export interface SupabaseAdminSettings {
  readonly url: string;
  readonly serviceRoleKey: string;
  /** The page on which invited people choose their password. */
  readonly inviteUrl: string;
}

const requestTimeoutMs = 10_000;

/** Makes the admin API's client with supabase-js. */
export function createSupabaseAdmin({
  url,
  serviceRoleKey,
  inviteUrl,
}: SupabaseAdminSettings): SupabaseAdmin {
  const withTimeout: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) });
  /** Makes a client without a session. It is signed in if it redeems a link. */
  const newClient = () =>
    createClient(url, serviceRoleKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { fetch: withTimeout },
    }).auth;
  const auth = newClient();
  const { admin } = auth;
  const consoleUrl = new URL(".", inviteUrl).href;
  const findUser = createFindUser(url, serviceRoleKey, withTimeout);
  return {
    async createUser({ id, email, password, company, isSignUp = false }) {
      const { data, error } = await admin.createUser({
        id,
        email,
        ...metadataOf(company),
        ...(isSignUp ? { app_metadata: signUpMark } : {}),
      });
      if (error) throw toAdminError(error);
      if (data.user.id !== id) {
        await admin.deleteUser(data.user.id);
        throw new SupabaseAdminError(
          "unavailable",
          new Error("this Auth server is too old: it can't create users with a given id"),
        );
      }
      // Without a password, the address is confirmed when the person follows the invitation.
      if (password !== undefined) await setFirstPassword(admin, id, password, !isSignUp);
    },
    async invite(email) {
      const { error } = await admin.inviteUserByEmail(email, { redirectTo: inviteUrl });
      if (error) throw toMailError(error);
    },
    async sendConfirmation(email) {
      const { error } = await auth.resend({
        type: "signup",
        email,
        options: { emailRedirectTo: consoleUrl },
      });
      if (error) throw toMailError(error);
    },
    async sendPasswordLink(email) {
      const { error } = await auth.resetPasswordForEmail(email, { redirectTo: inviteUrl });
      if (error) throw toMailError(error);
    },
    confirmsUnseen: () => readConfirmsUnseen(url, serviceRoleKey, withTimeout).catch(unavailable),
    authTime: () => readAuthTime(url, serviceRoleKey, withTimeout).catch(unavailable),
    findUser: (email) => findUser(email).catch(unavailable),
    async resetPassword(id, confirm = false) {
      const { error } = await admin.updateUserById(id, {
        password: unknownPassword(),
        ...(confirm ? { email_confirm: true } : {}),
      });
      if (error) throw toAdminError(error);
    },
    async nameCompany(id, company) {
      const { error } = await admin.updateUserById(id, metadataOf(company));
      if (error) throw toAdminError(error);
    },
    ...createUserAccess(admin, newClient, toAdminError),
    async deleteUser(id) {
      const { error } = await admin.deleteUser(id);
      if (error && !isUnknownUser(error)) throw toAdminError(error);
    },
  };
}

/** Has a character of each common kind, and 68 of the 72 bytes that a password may have. */
const unknownPassword = (): string => `Aa1!${randomBytes(48).toString("base64url")}`;

/** The name of the company is for the templates of mails: `{{ .Data.company }}`. */
const metadataOf = (company: string | undefined) =>
  company === undefined ? {} : { user_metadata: { company } };

type AdminApi = ReturnType<typeof createClient>["auth"]["admin"];

/**
 * Sets the password of a user who was just created. Confirms the address if `isConfirmed`. Removes
 * the user if the password is refused. Auth checks the project's rules only when a password
 * changes, and not when an admin creates a user (supabase/auth 2.196.0, internal/api/admin.go).
 */
async function setFirstPassword(
  admin: AdminApi,
  id: string,
  password: string,
  isConfirmed: boolean,
): Promise<void> {
  const { error } = await admin.updateUserById(id, {
    password,
    ...(isConfirmed ? { email_confirm: true } : {}),
  });
  if (!error) return;
  const failure = toAdminError(error);
  if (failure.failure === "unavailable") throw failure;
  const removal = await admin.deleteUser(id);
  throw removal.error ? new SupabaseAdminError("unavailable", removal.error) : failure;
}

function unavailable(error: unknown): never {
  throw new SupabaseAdminError("unavailable", error);
}

const mailFailures: Record<string, SupabaseAdminFailure> = {
  over_email_send_rate_limit: "mail_limit_reached",
  email_address_not_authorized: "mail_not_allowed",
  email_address_invalid: "email_invalid",
};

/**
 * Converts an error of a request that sends a mail. supabase/auth 2.196.0 has no code for a mail
 * that its SMTP server refuses: it answers 500 with a text. If the SMTP server hangs, it answers
 * 504. If a hook sends the mails, the hook's error comes with a status under 500 (sendInvite and
 * sendEmail in internal/api/mail.go, timeoutMiddleware in internal/api/middleware.go).
 */
function toMailError(error: AuthError): SupabaseAdminError {
  const known = mailFailures[error.code ?? ""];
  if (known) return new SupabaseAdminError(known, error);
  const failure = toAdminError(error);
  const isMailFailure =
    error.status === 504 ||
    /^error sending .*mail/iu.test(error.message) ||
    (failure.failure === "invalid_request" && error.code !== "validation_failed");
  return isMailFailure ? new SupabaseAdminError("mail_failed", error) : failure;
}

function toAdminError(error: AuthError): SupabaseAdminError {
  if (error.code === "email_exists" || error.code === "user_already_exists")
    return new SupabaseAdminError("email_exists", error);
  if (isAuthWeakPasswordError(error))
    return new SupabaseAdminError("weak_password", error, {
      detail: error.message,
      reasons: error.reasons,
    });
  return new SupabaseAdminError(
    error.status === 400 || error.status === 422 ? "invalid_request" : "unavailable",
    error,
  );
}
