import type { WriteLog } from "./log.ts";

/** Number of lines in a minute that are written. */
const maxPerMinute = 60;

/**
 * Limits the lines that a page can cause. Too many are left out, since they would push others out
 * of the log.
 */
export function limitLines(write: WriteLog, now: () => number): WriteLog {
  let minute = 0;
  let count = 0;
  return (subject, text) => {
    const present = Math.floor(now() / 60_000);
    count = present === minute ? count + 1 : 1;
    minute = present;
    if (count <= maxPerMinute) write(subject, text);
    else if (count === maxPerMinute + 1) write(subject, "more lines in this minute are left out");
  };
}
