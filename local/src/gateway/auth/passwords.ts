import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import type { GatewaySettings } from "../settings.ts";
import { AuthError } from "./errors.ts";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const cost = { N: 16_384, r: 8, p: 1 };

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return `$scrypt$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/**
 * Compares a password with its stored hash. Takes the same time if there is no hash, so that nobody
 * can find out which users exist.
 */
export async function isPassword(
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  const [, scheme, salt, hash] = (stored ?? "").split("$");
  const expected = Buffer.from(hash ?? "", "base64url");
  const actual = await derive(password, Buffer.from(salt ?? "", "base64url"), 32, cost);
  return (
    scheme === "scrypt" && expected.length === actual.length && timingSafeEqual(expected, actual)
  );
}

/** Longest password in bytes. It is the limit of bcrypt, which Supabase Auth uses. */
export const maxPasswordBytes = 72;

export type PasswordRules = Pick<
  GatewaySettings,
  "passwordMinLength" | "passwordRequiredCharacters"
>;

/** Why a password is too weak, in the words of Supabase Auth. */
export type Weakness = { message: string; reasons: string[] };

/**
 * Returns why a password does not fit the project's rules, or null. Lengths are in bytes, although
 * the text says characters (Supabase Auth 2.196.0, internal/api/password.go).
 */
export function weaknessOf(password: string, rules: PasswordRules): Weakness | null {
  const found: [reason: string, message: string][] = [];
  if (Buffer.byteLength(password) < rules.passwordMinLength)
    found.push(["length", `Password should be at least ${rules.passwordMinLength} characters.`]);
  const sets = rules.passwordRequiredCharacters;
  if (sets.some((set) => ![...set].some((character) => password.includes(character))))
    found.push([
      "characters",
      `Password should contain at least one character of each: ${sets.join(", ")}.`,
    ]);
  if (found.length === 0) return null;
  return {
    message: found.map(([, message]) => message).join(" "),
    reasons: found.map(([reason]) => reason),
  };
}

/**
 * Throws if a password is too long or too weak. Supabase Auth 2.196.0 checks sign-up, the person's
 * own change and an admin's change in this way, but no user that an admin creates
 * (internal/api/signup.go, user.go and admin.go).
 */
export function assertStrong(password: string, rules: PasswordRules): void {
  if (Buffer.byteLength(password) > maxPasswordBytes)
    throw new AuthError(
      400,
      "validation_failed",
      `Password cannot be longer than ${maxPasswordBytes} characters`,
    );
  const weakness = weaknessOf(password, rules);
  if (!weakness) return;
  throw new AuthError(422, "weak_password", weakness.message, {
    weak_password: { reasons: weakness.reasons },
  });
}
