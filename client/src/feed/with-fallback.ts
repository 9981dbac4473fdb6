import type { Stop } from "../session/clock.ts";
import type { Connection } from "../state/state.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** How long (ms) the first feed may take to come up before the second one helps. */
const patience = 1_500;

/**
 * Hears of calls by the first feed; while that one is down, by the second, which the state shows as
 * `degraded`. The first keeps trying; once it is back (and has its snapshot) the second stops. Both
 * merge by version, so nothing doubles.
 */
export const withFallback =
  (first: Feed, second: Feed): Feed =>
  (port) => {
    let firstUp = false;
    let stopSecond: Stop | null = null;

    const secondPort: FeedPort = {
      ...port,
      report: (connection, via) => {
        if (!firstUp) port.report(connection === "online" ? "degraded" : connection, via);
      },
    };
    const help = (): void => {
      if (!firstUp) stopSecond ??= second(secondPort);
    };
    const change = (connection: Connection): void => {
      const wasUp = firstUp;
      firstUp = connection === "online";
      if (!firstUp) {
        if (wasUp) port.report("degraded", "poll");
        return help();
      }
      stopSecond?.();
      stopSecond = null;
      port.report("online", "realtime");
    };
    const stopFirst = first({ ...port, report: change });
    const cancel = port.clock.after(patience, help);
    return () => {
      cancel();
      stopFirst();
      stopSecond?.();
      stopSecond = null;
    };
  };
