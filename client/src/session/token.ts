import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import type { ClientClock, Stop } from "./clock.ts";
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

/** Time in ms that the page has to return a token. */
export const tokenTimeoutMs = 8_000;

/**
 * Returns the session's token. Rejects with {@link ApiError} `token_missing` where there is none,
 * `token_timeout` where the page does not return one within 8 s, or with the ApiError that
 * `getToken` rejected with, such as `network`.
 */
export async function tokenFor(
  session: Session,
  clock: ClientClock,
  fresh = false,
): Promise<string> {
  let cancel: Stop = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(tokenTimeoutMs, () => reject(new ApiError("token_timeout")));
  });
  try {
    const token = await Promise.race([session.getToken({ fresh }), late]);
    if (token) return token;
  } catch (error) {
    if (error instanceof ApiError) throw error;
  } finally {
    cancel();
  }
  throw new ApiError("token_missing", 401);
}
