import { createClient, type AuthError } from "@supabase/supabase-js";

/** A Supabase user that is about to be created, under an id of our choosing. */
export interface NewSupabaseUser {
  readonly id: string;
  readonly email: string;
  /** Left out for invited people, who choose their own password. */
  readonly password?: string;
}

/** The admin API of Supabase Auth. Every method throws {@link SupabaseAdminError}. */
export interface SupabaseAdmin {
  createUser(user: NewSupabaseUser): Promise<void>;
  /** Sends a user without a password a link to choose one. */
  invite(email: string): Promise<void>;
  /** Deletes a user. Does nothing if there is no such user. */
  deleteUser(id: string): Promise<void>;
}

/**
 * `unavailable`: the request may have succeeded or not. All others are refusals of Supabase.
 * `invalid_request`: Supabase does not accept this e-mail address or password.
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
  const { admin } = createClient(url, serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: withTimeout },
  }).auth;
  return {
    async createUser({ id, email, password }) {
      // Without a password, the address is confirmed when the person follows the invitation.
      const { data, error } = await admin.createUser(
        password === undefined ? { id, email } : { id, email, password, email_confirm: true },
      );
      if (error) throw toAdminError(error);
      if (data.user.id === id) return;
      await admin.deleteUser(data.user.id);
      throw new SupabaseAdminError(
        "unavailable",
        new Error("this Auth server is too old: it can't create users with a given id"),
      );
    },
    async invite(email) {
      const { error } = await admin.inviteUserByEmail(email, { redirectTo: inviteUrl });
      if (error) throw toAdminError(error);
    },
    async deleteUser(id) {
      const { error } = await admin.deleteUser(id);
      if (error && !isUnknownUser(error)) throw toAdminError(error);
    },
  };
}

/**
 * Older Auth servers send no code. The status 404 alone is not enough, because a proxy sends it if
 * it can't find the Auth server.
 */
const isUnknownUser = ({ code, status, message }: AuthError): boolean =>
  code === "user_not_found" || (status === 404 && /user not found/iu.test(message));

function toAdminError(error: AuthError): SupabaseAdminError {
  if (error.code === "email_exists" || error.code === "user_already_exists")
    return new SupabaseAdminError("email_exists", error);
  if (error.code === "weak_password") return new SupabaseAdminError("weak_password", error);
  return new SupabaseAdminError(
    error.status === 400 || error.status === 422 ? "invalid_request" : "unavailable",
    error,
  );
}
