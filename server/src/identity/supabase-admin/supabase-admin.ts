import { createClient, type AuthError } from "@supabase/supabase-js";

/** A Supabase user to be made, under an id of our choosing. */
export interface NewSupabaseUser {
  readonly id: string;
  readonly email: string;
  /** Left out for people who are invited: they set one themselves. */
  readonly password?: string;
}

/** Supabase's accounts, as their administrator. Every method throws {@link SupabaseAdminError}. */
export interface SupabaseAdmin {
  createUser(user: NewSupabaseUser): Promise<void>;
  /** Mails a link by which a user without a password sets one. */
  invite(email: string): Promise<void>;
  /** Removes a user; one who does not exist is as good as removed. */
  deleteUser(id: string): Promise<void>;
}

/**
 * `unavailable`: whether anything happened is unknown. The others are Supabase's refusals: nothing
 * happened. `invalid_request`: it does not take this email or password, by a rule that is not
 * ours.
 */
export type SupabaseAdminFailure =
  | "email_exists"
  | "weak_password"
  | "invalid_request"
  | "unavailable";

export class SupabaseAdminError extends Error {
  readonly failure: SupabaseAdminFailure;

  constructor(failure: SupabaseAdminFailure, cause?: unknown) {
    super(cause instanceof Error ? `${failure}: ${cause.message}` : failure, { cause });
    this.name = "SupabaseAdminError";
    this.failure = failure;
  }
}

export interface SupabaseAdminSettings {
  readonly url: string;
  readonly serviceRoleKey: string;
  /** Page on which invited people set their password. */
  readonly inviteUrl: string;
}

const timeout = 10_000;

/** The real one, by supabase-js. */
export function createSupabaseAdmin({
  url,
  serviceRoleKey,
  inviteUrl,
}: SupabaseAdminSettings): SupabaseAdmin {
  const withTimeout: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeout) });
  const { admin } = createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: withTimeout },
  }).auth;
  return {
    async createUser({ id, email, password }) {
      // Without a password the address counts as unconfirmed until the invitation's link is
      // followed.
      const { data, error } = await admin.createUser(
        password === undefined ? { id, email } : { id, email, password, email_confirm: true },
      );
      if (error) throw asFailure(error);
      if (data.user.id === id) return;
      await admin.deleteUser(data.user.id);
      throw new SupabaseAdminError(
        "unavailable",
        new Error("this Auth server is too old: it makes no users under a given id"),
      );
    },
    async invite(email) {
      const { error } = await admin.inviteUserByEmail(email, { redirectTo: inviteUrl });
      if (error) throw asFailure(error);
    },
    async deleteUser(id) {
      const { error } = await admin.deleteUser(id);
      if (error && !isUnknownUser(error)) throw asFailure(error);
    },
  };
}

/**
 * Older servers give no code. A 404 alone says nothing of the user: a proxy gives it where it finds
 * no Auth server.
 */
const isUnknownUser = ({ code, status, message }: AuthError): boolean =>
  code === "user_not_found" || (status === 404 && /user not found/iu.test(message));

function asFailure(error: AuthError): SupabaseAdminError {
  if (error.code === "email_exists" || error.code === "user_already_exists")
    return new SupabaseAdminError("email_exists", error);
  if (error.code === "weak_password") return new SupabaseAdminError("weak_password", error);
  return new SupabaseAdminError(
    error.status === 400 || error.status === 422 ? "invalid_request" : "unavailable",
    error,
  );
}
