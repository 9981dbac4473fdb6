import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import type { Session } from "./session.ts";

const Claims = v.object({ sub: v.string() });

/**
 * Reads the user id from an access token (a JWT). It verifies nothing, since only the server can.
 * Throws an {@link ApiError} `token_invalid` where the text is no JWT with a `sub`.
 */
export function subjectOf(token: string): string {
  try {
    return v.parse(
      Claims,
      JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))),
    ).sub;
  } catch {
    throw new ApiError("token_invalid");
  }
}

/**
 * Returns the session's token. Rejects with {@link ApiError} `token_missing` where there is none,
 * or with the ApiError that `getToken` rejected with, such as `network`.
 */
export async function tokenFor(session: Session, fresh = false): Promise<string> {
  const token = await session.getToken({ fresh }).catch((error: unknown) => {
    if (error instanceof ApiError) throw error;
  });
  if (!token) throw new ApiError("token_missing", 401);
  return token;
}
