import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import { AuthError } from "./errors.ts";

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const cost = { N: 16_384, r: 8, p: 1 };
const minimumLength = 6;

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

export function assertStrong(password: string): void {
  if (password.length >= minimumLength) return;
  throw new AuthError(
    422,
    "weak_password",
    `Password should be at least ${minimumLength} characters.`,
    {
      weak_password: { reasons: ["length"] },
    },
  );
}
