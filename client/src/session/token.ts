import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import type { Session } from "./session.ts";

const Claims = v.object({ sub: v.string() });

/** Whose access token (a JWT) it is. The server alone decides whether it is valid. */
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
 * The session's token. Without one it is an `ApiError` `token_missing`, whatever the page's own
 * failure was; unless that is an ApiError itself, such as `network`.
 */
export async function tokenFor(session: Session, fresh = false): Promise<string> {
  const token = await session.getToken({ fresh }).catch((error: unknown) => {
    if (error instanceof ApiError) throw error;
  });
  if (!token) throw new ApiError("token_missing", 401);
  return token;
}
