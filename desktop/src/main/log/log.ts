import type { LogFile } from "./log-file.ts";
import type { Redactor } from "./redact.ts";

export type LogLevel = "error" | "warn" | "info";

/** Writes one line: what it is about, and what happened. */
export type WriteLog = (subject: string, text: string) => void;

/** The app's log. Secrets are removed before a line is written anywhere. */
export interface Log extends Readonly<Record<LogLevel, WriteLog>> {
  /** Returns the last lines, oldest first: at most 500. */
  lines(): readonly string[];
}

interface LogDeps {
  readonly file: LogFile;
  readonly redactor: Pick<Redactor, "redact">;
  /** Writes to the error output. */
  print(line: string): void;
  /** Time in ms since the epoch. */
  now(): number;
}

/** Number of lines for a support report. */
const maxLines = 500;

/** Length of a line. The rest is cut off. */
const maxLength = 2_000;

/** Length of a text that is searched for secrets. It is longer, so that no secret is cut in two. */
const maxSearched = 20_000;

/** Creates the log. Where the file can't be written, memory has the lines of this run. */
export function createLog({ file, redactor, print, now }: LogDeps): Log {
  const recent: string[] = [];
  const writeAs =
    (level: LogLevel): WriteLog =>
    (subject, text) => {
      const safe = redactor.redact(`${subject}: ${text.slice(0, maxSearched)}`).slice(0, maxLength);
      print(safe);
      const oneLine = safe.replaceAll(/\s*[\r\n]+\s*/gu, " | ");
      const line = `${new Date(now()).toISOString()} ${level} ${oneLine}`;
      recent.push(line);
      if (recent.length > maxLines) recent.shift();
      try {
        file.append(line);
      } catch {
        // The disk is full, or the folder can't be written.
      }
    };
  return {
    error: writeAs("error"),
    warn: writeAs("warn"),
    info: writeAs("info"),
    lines: () => {
      const stored = readStored(file);
      return (stored.length < recent.length ? recent : stored).slice(-maxLines);
    },
  };
}

function readStored(file: LogFile): readonly string[] {
  try {
    return file.read();
  } catch {
    return [];
  }
}
