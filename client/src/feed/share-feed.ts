import { FeedHealth, liveCallsSlim, type CallSnapshot } from "@synapse-voice/contract";
import * as v from "valibot";
import { backoff } from "../session/backoff.ts";
import type { Stop } from "../session/clock.ts";
import type { LiveReply } from "../state/core.ts";
import type { Connection } from "../state/state.ts";
import { browserTabs, type Tabs } from "./browser-tabs.ts";
import type { Feed, FeedPort } from "./feed.ts";
import { joinTabs, type TabMember } from "./join-tabs.ts";

/** Number of failures in a row after which the client is offline. A single one may be a blip. */
const offlineAfterFailures = 2;

/**
 * Fields that this client adds to a {@link LiveReply} for other tabs. The widget's button sends
 * replies without them.
 */
const Extra = v.object({
  connection: v.optional(v.picklist(["connecting", "online", "degraded", "offline"]), "online"),
  health: v.optional(FeedHealth, "poll"),
  /** False if the message has only some of the live calls. */
  isFull: v.optional(v.boolean(), true),
});

/** Message from the tab that listens to the others. */
interface TabMessage extends LiveReply {
  readonly connection: Connection;
  readonly health: FeedHealth;
  readonly isFull: boolean;
}

/** Runs a feed in this tab and sends what it brings to the other tabs. */
interface Listener {
  start(): void;
  stop(): void;
  /** Returns the newest message; null while the feed is offline. */
  signOfLife(): TabMessage | null;
}

function createListener(
  feed: Feed,
  port: FeedPort,
  firstReply: LiveReply,
  post: (message: TabMessage) => void,
): Listener {
  let stop: Stop = () => {};
  let connection: Connection = "connecting";
  let health: FeedHealth = "down";
  const fullMessage = (): TabMessage => ({
    ...(port.lastReply() ?? firstReply),
    connection,
    health,
    isFull: true,
  });
  const messageWith = (calls: CallSnapshot[]): TabMessage => ({
    ...fullMessage(),
    calls,
    isFull: false,
  });
  const listening: FeedPort = {
    ...port,
    fetchLive: async (query) => {
      const cursor = await port.fetchLive(query);
      post(fullMessage());
      return cursor;
    },
    merge: (call) => {
      port.merge(call);
      post(messageWith([call]));
    },
    report: (nextConnection, nextHealth) => {
      port.report(nextConnection, nextHealth);
      if (nextConnection === connection && nextHealth === health) return;
      connection = nextConnection;
      health = nextHealth;
      post(messageWith([]));
    },
  };
  return {
    start: () => {
      connection = "connecting";
      stop = feed(listening);
    },
    stop: () => stop(),
    signOfLife: () => (connection === "offline" ? null : fullMessage()),
  };
}

/** Makes the function that takes what the listening tab sends. Ignores everything else. */
function createReader(port: FeedPort): { read(message: unknown): void; forget(): void } {
  let lastReport = "";
  let newest: LiveReply | null = null;
  let isAsking = false;

  /**
   * Asks the server which calls are over, and how, if the newest message knows more than this tab.
   * One request at a time: messages that come meanwhile lead to one more.
   */
  async function catchUp(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (newest) {
      const { cursor, serverTime } = newest;
      newest = null;
      const own = port.lastReply();
      // The message may be old.
      if (own && cursor !== own.cursor && serverTime > own.serverTime)
        await port.fetchLive({ since: own.cursor }).catch(() => {});
    }
    isAsking = false;
  }

  return {
    read: (message) => {
      const reply = v.safeParse(liveCallsSlim.reply, message);
      const extra = v.safeParse(Extra, message);
      if (!reply.success || !extra.success) return;
      const { connection, health, isFull } = extra.output;
      for (const call of reply.output.calls) port.merge(call);
      if (isFull) {
        newest = reply.output;
        void catchUp();
      }
      // Only changes are reported: each report makes the views render again. A tab that has just
      // begun to listen knows nothing yet.
      const report = `${connection} ${health}`;
      if (connection === "connecting" || report === lastReport) return;
      lastReport = report;
      port.report(connection, health);
    },
    forget: () => void (lastReport = ""),
  };
}

/** Waits for this time in ms, or until the page wakes up. */
const pause = (port: FeedPort, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    const stops = [port.clock.after(delayMs, () => proceed()), port.onWake(() => proceed())];
    const proceed = (): void => {
      for (const stop of stops) stop();
      resolve();
    };
  });

/** Requests the live calls until a reply comes. It names the person for the tabs. */
async function fetchFirst(port: FeedPort, isStopped: () => boolean): Promise<void> {
  for (let failures = 0; !isStopped();) {
    try {
      await port.fetchLive();
      return;
    } catch (error) {
      if (isStopped()) return;
      const delayMs = backoff(port.clock, failures, error);
      if (++failures >= offlineAfterFailures) port.report("offline", "down");
      await pause(port, delayMs);
    }
  }
}

/** Joins the other tabs and shares the feed with them, until the result is called. */
function startSharing(feed: Feed, tabs: Tabs, port: FeedPort): Stop {
  let stopped = false;
  let stopFeed: Stop = () => {};
  let member: TabMember | null = null;

  function join(firstReply: LiveReply, key: string): void {
    const listener = createListener(feed, port, firstReply, (message) => member?.post(message));
    const reader = createReader(port);
    stopFeed = listener.stop;
    member = joinTabs(key, tabs, port.clock, {
      lead: listener.start,
      follow: () => {
        listener.stop();
        reader.forget();
      },
      hear: reader.read,
      signOfLife: listener.signOfLife,
    });
  }

  const start = async (): Promise<void> => {
    await fetchFirst(port, () => stopped);
    const reply = port.lastReply();
    if (stopped || !reply) return;
    if (reply.listenKey === undefined) stopFeed = feed(port);
    else join(reply, reply.listenKey);
  };

  const stopWaking = port.onWake(() => {
    if (member?.check()) void port.fetchLive().catch(() => {});
  });
  void start();
  return () => {
    stopped = true;
    stopWaking();
    stopFeed();
    member?.leave();
  };
}

/**
 * Runs a feed in one of the browser's tabs and shares what it brings with all other tabs of the
 * same person. So a browser has one long poll or one Realtime channel, however many tabs it has.
 * In a browser without BroadcastChannel, and with a server that sends no `listenKey`, the feed runs
 * in each tab. A page in the back/forward cache takes no part. It joins again when it is shown.
 */
export const shareFeed =
  (feed: Feed, tabs: Tabs = browserTabs): Feed =>
  (port) => {
    let stop = startSharing(feed, tabs, port);
    const stopWatching = tabs.watchPageCache({
      enter: () => {
        stop();
        stop = () => {};
      },
      leave: () => (stop = startSharing(feed, tabs, port)),
    });
    return () => {
      stopWatching();
      stop();
    };
  };
