import type { Stop } from "../session/clock.ts";
import type { FeedPort } from "./feed.ts";

/**
 * Fetches the live calls whenever no full reply came for this many ms, as events may be lost. The
 * result ends that.
 */
export function startResync(port: FeedPort, afterMs: number): Stop {
  let cancel: Stop = () => {};
  let stopped = false;
  const check = async (): Promise<void> => {
    const msLeft = port.lastLiveAt() + afterMs - port.clock.monotonic();
    if (msLeft <= 0) await port.fetchLive().catch(() => {});
    if (!stopped) cancel = port.clock.after(msLeft > 0 ? msLeft : afterMs, () => void check());
  };
  cancel = port.clock.after(afterMs, () => void check());
  return () => {
    stopped = true;
    cancel();
  };
}
