import {
  liveCallsSlim,
  type CallSnapshot,
  type Endpoint,
  type ReplyOf,
} from "@synapse-voice/contract";
import type { ClientClock, Stop } from "../session/clock.ts";
import type { SendRequest } from "../session/http.ts";
import { createServerTime } from "../session/server-time.ts";
import type { Session } from "../session/session.ts";
import { subjectOf, tokenFor } from "../session/token.ts";
import { initialStoreState, type StatePatch } from "./store-state.ts";
import { createStore, type Store } from "./store.ts";

/** Options of a request for live calls. */
export interface LiveCallsQuery {
  /** Cursor of the last reply. With it, the reply also has calls that ended since then. */
  readonly since?: string | undefined;
  /** Time for which the server waits for a change after `since`; 0 by default. */
  readonly waitSeconds?: number;
  /** Aborts the request, which then rejects with `network`. */
  readonly signal?: AbortSignal;
}

/** A reply with the live calls of the person. */
export type LiveReply = ReplyOf<typeof liveCallsSlim>;

/** State, requests and server time, which all pieces of the client share. */
export interface Core extends Store {
  readonly session: Session;
  readonly clock: ClientClock;
  /** Sends a request and learns the server's time from the reply. */
  readonly request: SendRequest;
  /** Returns server time in ms since the epoch. */
  now(): number;
  /** Sets fields of the state. */
  set(patch: StatePatch): void;
  /** Returns the person's id, from the session or from the token's `sub`. */
  userId(): Promise<string>;
  /**
   * Requests the live calls and merges the reply. Resolves to the cursor for the next `since`.
   * Rejects with an {@link ApiError}.
   */
  fetchLive(query?: LiveCallsQuery): Promise<string>;
  /** Returns the last reply to `fetchLive`; null before the first. */
  lastReply(): LiveReply | null;
  /** Merges a full reply: all live calls of the person. `requestedAt` is monotonic ms. */
  mergeLive(calls: readonly CallSnapshot[], requestedAt: number): void;
  /** Merges one snapshot. Older versions and repeats change nothing. */
  merge(call: CallSnapshot): void;
  /** Returns the monotonic time in ms of the last full reply, whoever requested it. */
  lastLiveAt(): number;
  /** Makes everything that waits to reconnect try at once. */
  wake(): void;
  /** Runs the listener at each `wake`. */
  onWake(listener: () => void): Stop;
}

/** A piece of the client that starts with it, such as presence. Returns how to stop it. */
export type Plugin = (core: Core) => () => void | Promise<void>;

/** Time in ms that a request for live calls may take beyond its wait. */
const replyTimeoutMs = 10_000;

/** Makes the core. It does nothing by itself. */
export function createCore(session: Session, clock: ClientClock, send: SendRequest): Core {
  const time = createServerTime(clock);
  const store = createStore(
    initialStoreState(session.supabaseUserId ?? "", session.deviceId),
    () => ({ at: clock.monotonic(), now: time.now() }),
  );
  const wakeListeners = new Set<() => void>();
  let lastLiveAt = -Infinity;
  let lastReply: LiveReply | null = null;
  const set: Core["set"] = (patch) => store.dispatch({ type: "set", patch });

  async function userId(): Promise<string> {
    if (!store.getState().userId) set({ userId: subjectOf(await tokenFor(session, clock)) });
    return store.getState().userId;
  }

  const request: SendRequest = async <E extends Endpoint>(
    endpoint: E,
    options?: Parameters<SendRequest>[1],
  ): Promise<ReplyOf<E>> => {
    // Without a wait where the person is known: a page that is closing runs nothing later.
    if (!store.getState().userId) await userId();
    const reply = await send(endpoint, options);
    // Most replies carry the server's time.
    const { serverTime } = reply as { readonly serverTime?: string };
    if (serverTime) time.sync(serverTime);
    return reply;
  };

  const mergeLive = (calls: readonly CallSnapshot[], requestedAt: number): void => {
    lastLiveAt = clock.monotonic();
    store.dispatch({ type: "snapshots", calls, requestedAt });
  };

  return {
    ...store,
    session,
    clock,
    request,
    set,
    userId,
    mergeLive,
    now: time.now,
    lastReply: () => lastReply,
    lastLiveAt: () => lastLiveAt,
    merge: (call) => store.dispatch({ type: "snapshots", calls: [call] }),
    fetchLive: async ({ since, waitSeconds = 0, signal } = {}) => {
      const requestedAt = clock.monotonic();
      const reply = await request(liveCallsSlim, {
        query: { since, wait: String(waitSeconds) },
        signal,
        timeoutMs: waitSeconds * 1000 + replyTimeoutMs,
      });
      lastReply = reply;
      mergeLive(reply.calls, requestedAt);
      return reply.cursor;
    },
    wake: () => {
      for (const listener of wakeListeners) listener();
    },
    onWake: (listener) => {
      wakeListeners.add(listener);
      return () => wakeListeners.delete(listener);
    },
  };
}
