import { AuthError } from "../errors.ts";

/** What the service notes about people who sign in by address and password. */
export const emailProvider = { provider: "email", providers: ["email"] };

/** Addresses are compared in lower case. */
export function normalEmail(email: string): string {
  const normal = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(normal)) {
    throw new AuthError(
      400,
      "validation_failed",
      "Unable to validate email address: invalid format",
    );
  }
  return normal;
}

/** Metadata is merged; null removes a key. */
export function merged(
  before: Record<string, unknown>,
  change: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, value]) => value !== null),
  );
}
