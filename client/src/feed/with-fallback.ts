import type { Stop } from "../session/clock.ts";
import type { Connection } from "../state/state.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** Time in ms that the first feed has to come up before the second one starts. */
const fallbackDelayMs = 1_500;

/**
 * Combines two feeds. While the first one is down, the second one runs, and the connection is
 * `degraded`. The first keeps trying; once it is online again, the second stops. Both merge
 * snapshots by version, so a call never shows twice.
 */
export const withFallback =
  (first: Feed, second: Feed): Feed =>
  (port) => {
    let isFirstUp = false;
    let stopSecond: Stop | null = null;

    const secondPort: FeedPort = {
      ...port,
      report: (connection, health) => {
        if (!isFirstUp) port.report(connection === "online" ? "degraded" : connection, health);
      },
    };
    const startSecond = (): void => {
      if (!isFirstUp) stopSecond ??= second(secondPort);
    };
    const reportFirst = (connection: Connection): void => {
      const wasUp = isFirstUp;
      isFirstUp = connection === "online";
      if (!isFirstUp) {
        if (wasUp) port.report("degraded", "poll");
        return startSecond();
      }
      stopSecond?.();
      stopSecond = null;
      port.report("online", "realtime");
    };
    const stopFirst = first({ ...port, report: reportFirst });
    const cancel = port.clock.after(fallbackDelayMs, startSecond);
    return () => {
      cancel();
      stopFirst();
      stopSecond?.();
      stopSecond = null;
    };
  };
