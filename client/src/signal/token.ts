import * as v from "valibot";
import { ApiError } from "./api-error.ts";

const Claims = v.object({ sub: v.string() });

/** Whose access token (a JWT) it is. The server alone decides whether it is valid. */
export function subjectOf(token: string): string {
  try {
    return v.parse(Claims, JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")))).sub;
  } catch {
    throw new ApiError("token_invalid");
  }
}
