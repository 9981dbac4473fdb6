import type { Plugin } from "../state/core.ts";
import type { Feed } from "./feed.ts";

/** Makes the plugin that runs a feed. `flush` runs before each request for live calls. */
export const feedPlugin =
  (feed: Feed, flush: () => Promise<unknown>): Plugin =>
  (core) =>
    feed({
      ...core,
      // Hang-ups of the time without a connection are sent first.
      fetchLive: async (query) => {
        await flush();
        return core.fetchLive(query);
      },
      report: (feedConnection, feedHealth) => core.set({ feedConnection, feedHealth }),
    });
