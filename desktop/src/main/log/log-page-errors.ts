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

/** Number of errors of a page in a minute that are logged. */
const maxPerMinute = 60;

/** Logs the errors in a page's console. Too many are left out, since they would push others out. */
export function logPageErrors(page: PageConsole, log: WriteLog, now: () => number): void {
  let minute = 0;
  let count = 0;
  page.on("console-message", ({ level, message, sourceId, lineNumber }) => {
    if (level !== "error") return;
    const present = Math.floor(now() / 60_000);
    count = present === minute ? count + 1 : 1;
    minute = present;
    if (count <= maxPerMinute) log("console", `${message} (${sourceId}:${lineNumber})`);
    else if (count === maxPerMinute + 1) log("console", "more errors in this minute are left out");
  });
}
