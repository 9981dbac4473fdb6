import type { ReactElement } from "react";
import { useNow } from "../../hooks/use-now.ts";
import { clockTime } from "../../texts/clock-time.ts";

/**
 * Shows the time since an instant (server time in ms), counting up. Screen readers do not read each
 * second.
 */
export function ElapsedTime({
  since,
  size = "large",
}: {
  since: number;
  size?: "large" | "small";
}): ReactElement {
  const seconds = Math.max(0, Math.floor((useNow() - since) / 1000));
  return (
    <time
      className={size === "large" ? "sv-time sv-time-large" : "sv-time"}
      dateTime={`PT${seconds}S`}
      role="timer"
      aria-live="off"
    >
      {clockTime(seconds)}
    </time>
  );
}
