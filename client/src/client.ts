import { Problem, SlimProblem } from "@synapse-voice/contract";
import { createAgentCommands } from "./commands/agent-commands.ts";
import { createCallCommands } from "./commands/call-commands.ts";
import type { AgentCommands, CallCommands } from "./commands/commands.ts";
import { createHangUps } from "./commands/hang-ups.ts";
import { createMediaTokens } from "./commands/media-tokens.ts";
import { withPlainNames } from "./commands/plain-names.ts";
import { createSendCommand, type SendCommand } from "./commands/send-command.ts";
import { createFailureRecord } from "./commands/failure-record.ts";
import { storedMute } from "./commands/stored-mute.ts";
import { feedPlugin } from "./feed/feed-plugin.ts";
import type { Feed } from "./feed/feed.ts";
import { callerLease } from "./presence/caller-lease.ts";
import { type ClientClock, systemClock } from "./session/clock.ts";
import { createRequestWith, type SendRequest } from "./session/http.ts";
import type { Session } from "./session/session.ts";
import { browserStorage, type KeyValueStorage } from "./session/storage.ts";
import { watchBrowser } from "./session/watch-browser.ts";
import { watchSleep } from "./session/watch-sleep.ts";
import { clearCards } from "./state/clear-cards.ts";
import { keepCards } from "./state/keep-cards.ts";
import { type Core, createCore, type Plugin } from "./state/core.ts";
import type { ClientState } from "./state/state.ts";

/**
 * The call client: state and commands, without any media or framework. `getState` and `subscribe`
 * fit React's `useSyncExternalStore`.
 */
export interface CallClient extends CallCommands, AgentCommands {
  /** The session that the client was made with. */
  readonly session: Session;
  /**
   * Sends any request of the contract as this person, such as `client.request(availableAgents)`.
   * Rejects with an {@link ApiError}.
   */
  readonly request: SendRequest;
  /** Returns the present state. It is the same object until something changes. */
  getState(): ClientState;
  /** Runs the listener after each change. The result unsubscribes it. */
  subscribe(listener: () => void): () => void;
  /** Starts the feed and the plugins. Does nothing if it is started. */
  start(): void;
  /** Stops the feed and signs the device off. Calls continue. It can be started again. */
  close(): Promise<void>;
  /**
   * Mutes or unmutes the microphone, for the call that is being dialled or answered, or is on here
   * and not on hold. Does nothing without such a call.
   */
  setMuted(muted: boolean): void;
  /** Removes the card of an ended call. */
  dismiss(callId: string): void;
  /** Removes the notice. */
  dismissNotice(): void;
  /** Tries to connect at once. Call it when the machine woke up or the network is back. */
  wake(): void;
  /** Returns server time in ms since the epoch, even where this machine's clock is wrong. */
  now(): number;
}

/** A call client without the commands of agents. */
export type CustomerClient = Omit<CallClient, keyof AgentCommands>;

/** Options of {@link createCallClient} and {@link createCustomerClient}. */
export interface CallClientOptions {
  /** Person, device and server. */
  readonly session: Session;
  /** Source of events: {@link createPollFeed}, or {@link withFallback} of Realtime and that. */
  readonly feed: Feed;
  /** Result of {@link createPresence}, for agents. */
  readonly presence?: Plugin;
  /** {@link systemClock} by default. */
  readonly clock?: ClientClock;
  /** The global `fetch` by default. */
  readonly fetch?: typeof globalThis.fetch;
  /** Stores hang-ups and mutes over a reload; the tab's `sessionStorage` by default. */
  readonly storage?: KeyValueStorage | null;
}

const viewCommands = (core: Core): Pick<CallClient, "setMuted" | "dismiss" | "dismissNotice"> => ({
  setMuted: (muted) => core.set({ muted }),
  dismiss: (callId) => core.dispatch({ type: "clear", callId }),
  dismissNotice: () => core.set({ notice: null }),
});

/**
 * Returns a function that makes clients with extra commands and extra plugins, whose errors have
 * what the schema names.
 */
const clientWith =
  /* @__NO_SIDE_EFFECTS__ */
  <Extra extends object>(
    extraCommands: (core: Core, sendCommand: SendCommand) => Extra,
    extraPlugins: readonly Plugin[],
    problemSchema: Parameters<typeof createRequestWith>[0],
  ) =>
    ({
      session,
      feed,
      clock = systemClock,
      fetch,
      storage = browserStorage("sessionStorage"),
    }: CallClientOptions): CustomerClient & Extra => {
      const core = createCore(
        session,
        clock,
        createRequestWith(problemSchema, session, fetch, clock),
      );
      const tokens = createMediaTokens(core);
      const sendCommand = createSendCommand(core, tokens);
      const hangUps = createHangUps(core, storage);
      const plugins = [
        clearCards,
        storedMute(storage),
        feedPlugin(feed, hangUps.flush),
        callerLease,
        ...extraPlugins,
      ];
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
            hangUps.retry(),
            ...plugins.map((plugin) => plugin(core)),
          ];
        },
        close: async () => {
          const stopping = stops.map((stop) => stop());
          stops = [];
          // At once, as the client may be started again before everything is stopped.
          core.set({ feedConnection: "connecting", feedHealth: "down", presence: null });
          await Promise.all(stopping);
        },
        ...createCallCommands(core, sendCommand, hangUps, tokens),
        ...extraCommands(core, sendCommand),
        ...viewCommands(core),
        wake: core.wake,
        now: core.now,
      };
    };

/** Makes a call client. It does nothing until `start()`. */
export function createCallClient(options: CallClientOptions): CallClient {
  const failures = createFailureRecord();
  const plugins = [watchSleep, keepCards, failures.plugin];
  if (options.presence) plugins.push(options.presence);
  return withPlainNames(
    failures.record(clientWith(createAgentCommands, plugins, Problem)(options)),
  );
}

/**
 * Makes a call client for customers. Bundles that use only this one are smaller: such clients have
 * no {@link AgentCommands}, no presence and no watch for sleep. Their `call` shows the name
 * as it is given.
 */
export const createCustomerClient: (options: CallClientOptions) => CustomerClient =
  /* @__PURE__ */ clientWith(() => ({}), [], SlimProblem);
