import {
  liveCallsSlim,
  type CallSnapshot,
  type Endpoint,
  type ReplyOf,
} from "@synapse-voice/contract";
import type { ClientClock, Stop } from "../session/clock.ts";
import type { Request } from "../session/http.ts";
import { createServerTime } from "../session/server-time.ts";
import type { Session } from "../session/session.ts";
import { subjectOf, tokenFor } from "../session/token.ts";
import { type Happening, startState } from "./store-state.ts";
import { createStore, type Store } from "./store.ts";

/** Which live calls are asked for. */
export interface LiveCallsQuery {
  readonly since?: string | undefined;
  readonly wait?: number;
  readonly signal?: AbortSignal;
}

/** What the parts of the client share: state, requests that learn from replies, time. */
export interface Core extends Store {
  readonly session: Session;
  readonly clock: ClientClock;
  readonly request: Request;
  /** Server time in ms. */
  now(): number;
  /** Changes single facts of the state. */
  set(patch: Extract<Happening, { type: "set" }>["patch"]): void;
  userId(): Promise<string>;
  /**
   * Asks for the live calls and merges the reply. With `since` and `wait` (s) the server answers
   * when something changes. Resolves to the cursor for the next `since`; rejects with an ApiError.
   */
  fetchLive(ask?: LiveCallsQuery): Promise<string>;
  /** Takes in all live calls of the person, asked for at that monotonic time. */
  takeLive(calls: readonly CallSnapshot[], askedAt: number): void;
  merge(call: CallSnapshot): void;
  /** Monotonic time of the last full reply. */
  liveAt(): number;
  wake(): void;
  onWake(listener: () => void): Stop;
}

/** A part of the client that works beside its core, such as presence: starts, returns how to stop. */
export type Part = (core: Core) => () => void | Promise<void>;

/** The longest that a request for live calls takes beyond its wait, in ms. */
const slack = 10_000;

/** Makes the core; it does nothing by itself. */
export function createCore(session: Session, clock: ClientClock, send: Request): Core {
  const time = createServerTime(clock);
  const store = createStore(startState(session.supabaseUserId ?? "", session.deviceId), () => ({
    at: clock.monotonic(),
    now: time.now(),
  }));
  const wakers = new Set<() => void>();
  let liveAt = -Infinity;
  const set: Core["set"] = (patch) => store.dispatch({ type: "set", patch });

  async function userId(): Promise<string> {
    if (!store.getState().me) set({ me: subjectOf(await tokenFor(session)) });
    return store.getState().me;
  }

  const request: Request = async <E extends Endpoint>(
    endpoint: E,
    options?: Parameters<Request>[1],
  ): Promise<ReplyOf<E>> => {
    await userId();
    const reply = await send(endpoint, options);
    // Most replies say what time it is.
    const { serverTime } = reply as { readonly serverTime?: string };
    if (serverTime) time.learn(serverTime);
    return reply;
  };

  const takeLive = (calls: readonly CallSnapshot[], askedAt: number): void => {
    liveAt = clock.monotonic();
    store.dispatch({ type: "snapshots", calls, askedAt });
  };

  return {
    ...store,
    session,
    clock,
    request,
    set,
    userId,
    takeLive,
    now: time.now,
    liveAt: () => liveAt,
    merge: (call) => store.dispatch({ type: "snapshots", calls: [call] }),
    fetchLive: async ({ since, wait = 0, signal } = {}) => {
      const askedAt = clock.monotonic();
      const reply = await request(liveCallsSlim, {
        query: { since, wait: String(wait) },
        signal,
        timeout: wait * 1000 + slack,
      });
      takeLive(reply.calls, askedAt);
      return reply.cursor;
    },
    wake: () => {
      for (const waker of wakers) waker();
    },
    onWake: (listener) => {
      wakers.add(listener);
      return () => wakers.delete(listener);
    },
  };
}
