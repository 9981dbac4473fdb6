import { createAgentCommands, type AgentCommands } from "./commands/agent-commands.ts";
import type { CallClient, Session } from "./call-client.ts";
import { callerLease } from "./presence/caller-lease.ts";
import { systemClock, type ClientClock } from "./session/clock.ts";
import { createCommands, createGive, type Give } from "./commands/call-commands.ts";
import { createCore, type Core, type Part } from "./state/core.ts";
import type { Feed, FeedPort, Stop } from "./feed/feed.ts";
import { createHangUps, type HangUps } from "./commands/hang-ups.ts";
import { createRequest } from "./session/http.ts";
import type { Keep } from "./session/storage.ts";
import { keptMute } from "./commands/stored-mute.ts";
import { createMediaTokens } from "./commands/media-tokens.ts";
import type { CallEntry } from "./state/reduce.ts";
import { watchSleep } from "./session/watch-sleep.ts";

/** What a call client is made of. */
export interface CallClientOptions {
  readonly session: Session;
  /** How it hears of calls: {@link createPollFeed}, or {@link withFallback} of realtime and that. */
  readonly feed: Feed;
  /** {@link createPresence}, for agents. */
  readonly presence?: Part;
  readonly clock?: ClientClock;
  readonly fetch?: typeof globalThis.fetch;
  /** Where hang-ups and a mute outlast a reload; the tab's `sessionStorage` if left out. */
  readonly keep?: Keep | null;
}

function sessionKeep(): Keep | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

const wakingEvents = ["online", "pageshow", "resume"];

/**
 * After these the connection is worth trying at once: back online, back out of the history,
 * unfrozen.
 */
function watchBrowser(wake: () => void): Stop {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  const woken = (event: Event): void => {
    // The first time a page shows there is nothing to wake.
    if (event.type !== "pageshow" || (event as PageTransitionEvent).persisted) wake();
  };
  const listening = new AbortController();
  // In the capture phase, as "resume" is the document's and does not bubble.
  for (const name of wakingEvents)
    page.addEventListener(name, woken, { capture: true, signal: listening.signal });
  return () => listening.abort();
}

/**
 * Timers count up to 2³¹ ms; a longer one would be due at once. (A clock may be off by any time
 * before the first reply.)
 */
const longestTimer = 1e9;

/**
 * Takes the cards of ended calls away when their time is over, and ends what rang for as long as it
 * might.
 */
const clearCards: Part = (core) => {
  let cancel: Stop = () => {};
  const timeLeft = ({ until, phase, call }: CallEntry): number => {
    if (until !== null) return until - core.clock.monotonic();
    return phase === "ringing-in" && call.ringsUntil
      ? Date.parse(call.ringsUntil) - core.now()
      : Infinity;
  };
  const watch = (): void => {
    cancel();
    const next = Math.min(...core.getState().calls.map(timeLeft));
    cancel =
      next < Infinity
        ? core.clock.after(Math.min(Math.max(0, next), longestTimer), () =>
            core.dispatch({ type: "clear" }),
          )
        : () => {};
  };
  const unsubscribe = core.subscribe(watch);
  watch();
  return () => {
    unsubscribe();
    cancel();
  };
};

const listen =
  (feed: Feed, hangUps: HangUps): Part =>
  (core) => {
    const port: FeedPort = {
      ...core,
      getToken: () => core.session.getToken(),
      // What was hung up while disconnected is said before anything is asked.
      fetchLive: async (ask) => {
        await hangUps.flush();
        return core.fetchLive(ask);
      },
      report: (heard, via) => core.set({ heard, via }),
    };
    return feed(port);
  };

const actions = (core: Core): Pick<CallClient, "setMuted" | "dismiss" | "dismissNotice"> => ({
  setMuted: (muted) => core.set({ muted }),
  dismiss: (callId) => core.dispatch({ type: "clear", callId }),
  dismissNotice: () => core.set({ notice: null }),
});

/** What a client for customers can do. */
export type CustomerClient = Omit<CallClient, keyof AgentCommands>;

/** Makes clients that have these further commands, and these parts beside its own. */
const clientWith =
  /* @__NO_SIDE_EFFECTS__ */
  <Further extends object>(further: (core: Core, give: Give) => Further, more: readonly Part[]) =>
    ({
      session,
      feed,
      presence,
      clock = systemClock,
      fetch,
      keep = sessionKeep(),
    }: CallClientOptions): CustomerClient & Further => {
      const core = createCore(session, clock, createRequest(session, fetch, clock));
      const tokens = createMediaTokens(core);
      const give = createGive(core, tokens);
      const hangUps = createHangUps(core, keep);
      let stops: (() => void | Promise<void>)[] = [];
      return {
        session,
        request: core.request,
        getState: core.getState,
        subscribe: core.subscribe,
        start: () => {
          if (stops.length > 0) return;
          stops = [
            watchBrowser(core.wake),
            hangUps.persist(),
            ...[clearCards, keptMute(keep), listen(feed, hangUps), callerLease, ...more].map(
              (part) => part(core),
            ),
          ];
          if (presence) stops.push(presence(core));
        },
        close: async () => {
          const stopping = stops.map((stop) => stop());
          stops = [];
          // At once, for it may be started again while this goes on.
          core.set({ heard: "connecting", via: "down", presence: null });
          await Promise.all(stopping);
        },
        ...createCommands(core, give, hangUps, tokens),
        ...further(core, give),
        ...actions(core),
        wake: core.wake,
        now: core.now,
      };
    };

/** Makes a call client; it listens from `start()` on. */
export const createCallClient: (options: CallClientOptions) => CallClient =
  /* @__PURE__ */ clientWith(createAgentCommands, [watchSleep]);

/**
 * A call client for customers, in bundles that count bytes: without {@link AgentCommands}, and
 * nobody watches for a sleep.
 */
export const createCustomerClient = /* @__PURE__ */ clientWith(() => ({}), []);
