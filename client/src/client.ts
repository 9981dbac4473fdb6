import { createAgentCommands } from "./commands/agent-commands.ts";
import { createCommands } from "./commands/call-commands.ts";
import type { AgentCommands, CallCommands } from "./commands/commands.ts";
import { createHangUps } from "./commands/hang-ups.ts";
import { createMediaTokens } from "./commands/media-tokens.ts";
import { createGive, type Give } from "./commands/send-command.ts";
import { keptMute } from "./commands/stored-mute.ts";
import type { Feed } from "./feed/feed.ts";
import { listen } from "./feed/listen.ts";
import { callerLease } from "./presence/caller-lease.ts";
import { type ClientClock, systemClock } from "./session/clock.ts";
import { createRequest, type Request } from "./session/http.ts";
import type { Session } from "./session/session.ts";
import { type Keep, sessionKeep } from "./session/storage.ts";
import { watchBrowser } from "./session/watch-browser.ts";
import { watchSleep } from "./session/watch-sleep.ts";
import { clearCards } from "./state/clear-cards.ts";
import { type Core, createCore, type Part } from "./state/core.ts";
import type { ClientState } from "./state/state.ts";

/**
 * The headless call client. Commands never throw for what the server or the network refuses: the
 * failure is `state.notice`. `getState` and `subscribe` fit React's `useSyncExternalStore`.
 */
export interface CallClient extends CallCommands, AgentCommands {
  readonly session: Session;
  /** Sends any request of the contract as this person: `client.request(availableAgents)`. */
  readonly request: Request;
  getState(): ClientState;
  /** The listener runs after each change; the result unsubscribes it. */
  subscribe(listener: () => void): () => void;
  /** Begins to listen for calls. */
  start(): void;
  /** Stops listening and signs the device's presence off. Calls go on. */
  close(): Promise<void>;
  /** For the call that is dialled, answered or on here and not on hold; without one it does nothing. */
  setMuted(muted: boolean): void;
  /** Takes the card of an ended call away. */
  dismiss(callId: string): void;
  dismissNotice(): void;
  /** Tries the connection at once: the machine woke up, the network is back. */
  wake(): void;
  /** Server time in ms since the epoch; right even where this machine's clock is not. */
  now(): number;
}

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
            ...[clearCards, keptMute(keep), listen(feed, hangUps.flush), callerLease, ...more].map(
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
