import type { Stop } from "../session/clock.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** Time in ms that the event of a ring may come after a reply that has the call already. */
const lateEventMs = 3_000;
/** Time in ms for which a feed rests that looks healthy, but brings no events. */
const restMs = 60_000;

/** Watch over whether events arrive. */
interface SilenceWatch {
  /** Notes the event of a call. Run it before the event is merged. */
  heard(callId: string): void;
  readonly stop: Stop;
}

/**
 * Runs `missed` when a call rings here that another reply has brought, such as that of presence,
 * and its event does not follow. Each ring has an event. `missed` gets how often that happened
 * since the last event. What came while the feed was not online does not count.
 */
function watchSilence(
  port: FeedPort,
  isOnline: () => boolean,
  missed: (inARow: number) => void,
): SilenceWatch {
  /** Calls that ring, and those whose event is just being merged. */
  const known = new Set<string>();
  const waiting = new Map<string, Stop>();
  let inARow = 0;

  const stopWaiting = (callId: string): void => {
    waiting.get(callId)?.();
    waiting.delete(callId);
  };
  function waitForEvent(callId: string): void {
    const cancel = port.clock.after(lateEventMs, () => {
      waiting.delete(callId);
      if (!isOnline()) return;
      inARow += 1;
      missed(inARow);
    });
    waiting.set(callId, cancel);
  }
  const unsubscribe = port.subscribe(() => {
    const ringing = port
      .getState()
      .calls.filter(({ phase }) => phase === "ringing-in")
      .map(({ call }) => call.id);
    for (const callId of known) if (!ringing.includes(callId)) known.delete(callId);
    for (const callId of ringing) {
      if (known.has(callId)) continue;
      known.add(callId);
      if (isOnline()) waitForEvent(callId);
    }
  });
  return {
    heard: (callId) => {
      inARow = 0;
      known.add(callId);
      stopWaiting(callId);
    },
    stop: () => {
      unsubscribe();
      for (const callId of waiting.keys()) stopWaiting(callId);
    },
  };
}

/**
 * Makes a feed that does not trust a channel which looks healthy, but brings no event of a ring: it
 * connects anew, as after a sleep, since one event may be lost. If the next ring has none either,
 * it rests for a minute, so that a fallback takes over.
 */
export const pauseWhenSilent =
  (feed: Feed): Feed =>
  (port) => {
    let isOnline = false;
    let connectAnew = (): void => {};
    let stop: Stop = () => {};
    const silence = watchSilence(
      port,
      () => isOnline,
      (inARow) => (inARow === 1 ? connectAnew() : rest()),
    );
    function start(): void {
      stop = feed({
        ...port,
        merge: (call) => {
          silence.heard(call.id);
          port.merge(call);
        },
        report: (connection, health) => {
          isOnline = connection === "online";
          port.report(connection, health);
        },
        onWake: (listener) => {
          connectAnew = listener;
          return port.onWake(listener);
        },
      });
    }
    function rest(): void {
      stop();
      isOnline = false;
      port.report("offline", "down");
      stop = port.clock.after(restMs, start);
    }
    start();
    return () => {
      silence.stop();
      stop();
    };
  };
