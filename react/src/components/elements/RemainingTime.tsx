import type { ReactElement } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { clockTime } from "../../texts/clock-time.ts";

/**
 * Shows the time until an instant (server time in ms), counting down to 0:00. Screen readers do not
 * read each second.
 */
export function RemainingTime({ until }: { until: number }): ReactElement {
  const seconds = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return (
    <time className="sv-time" dateTime={`PT${seconds}S`} role="timer" aria-live="off">
      {clockTime(seconds)}
    </time>
  );
}
