import { AsyncLocalStorage } from "node:async_hooks";
import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

/** The request on whose behalf something happens, on whichever way it got there. */
export const currentRequest = new AsyncLocalStorage<{ readonly requestId: string }>();

/**
 * The server's log: one JSON object a line, with the id of the request that it is about, and
 * nothing of what people sent.
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
 * Of an error: what it is and where it came from. Its other properties may hold what somebody sent;
 * so may quotes in its message.
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
 * Messages of databases and other services quote what they were given: quoted text, values of keys,
 * addresses, tokens.
 */
const masked = (message: string): string =>
  message
    .replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|(?<!\w)'(?:[^'\\]|\\.)*'/gu, '"…"')
    .replaceAll(/=\s*\([^)]*\)/gu, "=(…)")
    .replaceAll(/[^\s@]+@[^\s@]+/gu, "…@…")
    .replaceAll(/\b[\w-]{10,}\.[\w-]{10,}\.[\w-]+/gu, "…")
    .slice(0, 1_000);
