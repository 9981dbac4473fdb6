import { RFC_EMAIL_REGEX } from "valibot";
import { AuthError } from "../errors.ts";

/** `app_metadata` of users who sign in by email and password. */
export const emailProvider = { provider: "email", providers: ["email"] };

/**
 * Returns an address in lower case, which is how addresses are compared. Throws if it is invalid.
 * Auth takes the addresses that browsers take in a field for an email address (supabase/auth
 * 2.196.0, validateEmail in internal/api/mail.go).
 */
export function normalEmail(email: string): string {
  const normal = email.trim().toLowerCase();
  if (!RFC_EMAIL_REGEX.test(normal)) {
    throw new AuthError(
      400,
      "validation_failed",
      "Unable to validate email address: invalid format",
    );
  }
  return normal;
}

/** Merges metadata. A null removes its key. */
export function merged(
  before: Record<string, unknown>,
  change: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== null),
  );
}
