import { AsyncLocalStorage } from "node:async_hooks";
import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

/** The request that is being handled. Log lines take its id from here. */
export const currentRequest = new AsyncLocalStorage<{ readonly requestId: string }>();

/**
 * Makes a log that writes one JSON object per line, with the id of the current request. It never
 * contains what people sent.
 */
export function createLog(level: LoggerOptions["level"], destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: level ?? "info",
    base: null,
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...currentRequest.getStore() }),
    serializers: {
      err: describeError,
      cause: (cause: unknown) => (typeof cause === "string" ? masked(cause) : cause),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

interface ErrorLine {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: readonly string[];
  readonly cause?: ErrorLine;
}

/**
 * Returns an error's type, masked message, code and stack. Its other properties are left out,
 * because they may hold what somebody sent.
 */
function describeError(thrown: unknown, depth = 0): ErrorLine {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: "", stack: [] };
  const code: unknown = Reflect.get(thrown, "code");
  return {
    type: thrown.name,
    message: masked(thrown.message),
    ...(typeof code === "string" ? { code } : {}),
    stack: (thrown.stack ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => /^at .+:\d+:\d+\)?$/u.test(line))
      .slice(0, 12),
    ...(thrown.cause !== undefined && depth < 3
      ? { cause: describeError(thrown.cause, depth + 1) }
      : {}),
  };
}

/**
 * Masks what messages of databases and other services quote from their input: quoted text, values
 * of keys, addresses, tokens.
 */
const masked = (message: string): string =>
  message
    .replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|(?<!\w)'(?:[^'\\]|\\.)*'/gu, '"…"')
    .replaceAll(/=\s*\([^)]*\)/gu, "=(…)")
    .replaceAll(/[^\s@]+@[^\s@]+/gu, "…@…")
    .replaceAll(/\b[\w-]{10,}\.[\w-]{10,}\.[\w-]+/gu, "…")
    .slice(0, 1_000);
