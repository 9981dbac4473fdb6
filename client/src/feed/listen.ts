import type { Part } from "../state/core.ts";
import type { Feed, FeedPort } from "./feed.ts";

/** Listens for calls by the feed; `flush` is done before live calls are asked for. */
export const listen =
  (feed: Feed, flush: () => Promise<unknown>): Part =>
  (core) => {
    const port: FeedPort = {
      ...core,
      getToken: () => core.session.getToken(),
      // What was hung up while disconnected is said before anything is asked.
      fetchLive: async (ask) => {
        await flush();
        return core.fetchLive(ask);
      },
      report: (heard, via) => core.set({ heard, via }),
    };
    return feed(port);
  };
