import * as v from "valibot";
import type { LinkTokens } from "@synapse-voice/desktop/accounts";

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.pipe(v.string(), v.minLength(1)),
  type: v.optional(v.string()),
});
const Failure = v.object({
  error: v.pipe(v.string(), v.minLength(1)),
  error_code: v.optional(v.string()),
});

/**
 * Links after which a person keeps the password that they have. All others lead to the
 * choice of a password. Supabase Auth names the kind of a link in `type` (supabase/auth 2.196.0,
 * verifyGet in internal/api/verify.go).
 */
const typesWithPassword = new Set(["signup", "magiclink", "email_change"]);

/** Content of the address to which a link in a mail leads: tokens, an error code, or nothing. */
export type Link =
  | { readonly tokens: LinkTokens; readonly keepsPassword?: true }
  | { readonly error: string }
  | null;

/** Reads the fragment of an address, such as `#access_token=…&refresh_token=…&type=invite`. */
export function readLink(fragment: string): Link {
  const fields = Object.fromEntries(new URLSearchParams(fragment.replace(/^#/u, "")));
  const failure = v.safeParse(Failure, fields);
  if (failure.success) return { error: failure.output.error_code || failure.output.error };
  const tokens = v.safeParse(Tokens, fields);
  if (!tokens.success) return null;
  const { access_token: accessToken, refresh_token: refreshToken, type = "" } = tokens.output;
  return {
    tokens: { accessToken, refreshToken },
    ...(typesWithPassword.has(type) ? { keepsPassword: true as const } : {}),
  };
}
