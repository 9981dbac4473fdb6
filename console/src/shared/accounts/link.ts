import * as v from "valibot";
import type { LinkTokens } from "./accounts.ts";

const Tokens = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.pipe(v.string(), v.minLength(1)),
});
const Failure = v.object({ error: v.string(), error_code: v.optional(v.string()) });

/** Content of the address of an invitation or recovery link: tokens, an error code, or nothing. */
export type Link = { readonly tokens: LinkTokens } | { readonly error: string } | null;

/** Reads the fragment of an address, such as `#access_token=…&refresh_token=…&type=invite`. */
export function readLink(fragment: string): Link {
  const fields = Object.fromEntries(new URLSearchParams(fragment.replace(/^#/u, "")));
  const failure = v.safeParse(Failure, fields);
  if (failure.success) return { error: failure.output.error_code ?? failure.output.error };
  const tokens = v.safeParse(Tokens, fields);
  return tokens.success
    ? {
        tokens: {
          accessToken: tokens.output.access_token,
          refreshToken: tokens.output.refresh_token,
        },
      }
    : null;
}
