import { limitLines } from "./limit-lines.ts";
import type { WriteLog } from "./log.ts";

/** The part of Electron's `WebContents` that reports what a page writes to its console. */
export interface PageConsole {
  on(
    event: "console-message",
    listener: (details: {
      readonly level: string;
      readonly message: string;
      readonly sourceId: string;
      readonly lineNumber: number;
    }) => void,
  ): unknown;
}

/** Logs the errors in a page's console, at most 60 in a minute. */
export function logPageErrors(page: PageConsole, log: WriteLog, now: () => number): void {
  const write = limitLines(log, now);
  page.on("console-message", ({ level, message, sourceId, lineNumber }) => {
    if (level === "error") write("console", `${message} (${sourceId}:${lineNumber})`);
  });
}
