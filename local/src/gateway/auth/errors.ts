import type { Request, Response } from "express";
import * as v from "valibot";

const apiVersion = "2024-01-01";

/**
 * An error as a hosted project reports it: HTTP status, stable code, text, and further fields of
 * the body.
 */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Record<string, unknown>;

  constructor(status: number, code: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/**
 * Sends an error in the older of two formats, unless the request names the newer one by its version
 * header.
 */
export function sendAuthError(request: Request, response: Response, error: AuthError): void {
  const isNewer = (request.get("X-Supabase-Api-Version") ?? "") >= apiVersion;
  if (isNewer) response.set("X-Supabase-Api-Version", apiVersion);
  const body = isNewer
    ? { code: error.code, message: error.message }
    : { code: error.status, error_code: error.code, msg: error.message };
  response.status(error.status).json({ ...body, ...error.extra });
}

export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body ?? {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AuthError(
    400,
    "validation_failed",
    `${v.getDotPath(issue) ?? "body"}: ${issue.message}`,
  );
}
