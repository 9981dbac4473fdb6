import type { ReactElement } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { clockTime } from "../../texts/clock-time.ts";

/**
 * Time until an instant (server ms), counting down to 0:00. A screen reader is not told of each
 * second.
 */
export function RemainingTime({ until }: { until: number }): ReactElement {
  const seconds = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return (
    <time className="sv-time" dateTime={`PT${seconds}S`} role="timer" aria-live="off">
      {clockTime(seconds)}
    </time>
  );
}
