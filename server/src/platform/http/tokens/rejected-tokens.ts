import { decodeJwt, decodeProtectedHeader } from "jose";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";

/** Expected fields of a token. The log shows them beside the received ones. */
export interface TokenExpectation {
  /** Null stands for a token without an issuer. */
  readonly issuers: readonly (string | null)[];
  readonly algorithms: readonly string[];
}

/** Logs a rejected token with the reason. */
export type LogRejection = (token: string, reason: string) => void;

const intervalMs = 60_000;
const maxTextLength = 200;

/**
 * Logs rejected tokens, so that a wrong setting can be found. It logs at most one token in a
 * minute, because strangers can send many, and counts the others. It logs the token's issuer,
 * algorithm and key id, and never the token.
 */
export function createRejectionLog(
  { issuers, algorithms }: TokenExpectation,
  clock: Pick<Clock, "now">,
  log: Pick<Logger, "warn">,
): LogRejection {
  const expected = { issuer: issuers.map((issuer) => issuer ?? "none"), alg: algorithms };
  let nextAt = -Infinity;
  let notLogged = 0;
  return (token, reason) => {
    if (clock.now() < nextAt) {
      notLogged += 1;
      return;
    }
    log.warn({ reason, expected, received: describe(token), notLogged }, "access token rejected");
    nextAt = clock.now() + intervalMs;
    notLogged = 0;
  };
}

/** Reads a token that may be anything. Its fields were not verified. */
function describe(token: string): Record<"issuer" | "alg" | "kid", string> {
  const header = read(() => decodeProtectedHeader(token));
  return {
    issuer: textOf(read(() => decodeJwt(token))["iss"]),
    alg: textOf(header["alg"]),
    kid: textOf(header["kid"]),
  };
}

function read(decode: () => object): Readonly<Record<string, unknown>> {
  try {
    return { ...decode() };
  } catch {
    return {};
  }
}

/** Masks everything that issuers and key ids don't have, such as an email address. */
const textOf = (value: unknown): string =>
  value === undefined
    ? "none"
    : typeof value === "string"
      ? value.slice(0, maxTextLength).replaceAll(/[^\w.:/+-]/gu, "?")
      : "not a text";
