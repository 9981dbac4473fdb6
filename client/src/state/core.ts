import {
  liveCallsSlim,
  type CallSnapshot,
  type Endpoint,
  type ReplyOf,
} from "@synapse-voice/contract";
import type { Session } from "../call-client.ts";
import type { ClientClock } from "../session/clock.ts";
import type { FeedPort, Stop } from "../feed/feed.ts";
import type { Request } from "../session/http.ts";
import { startState, type Happening } from "./reduce.ts";
import { createServerTime } from "../session/server-time.ts";
import { createStore, type Store } from "./store.ts";
import { subjectOf, tokenFor } from "../session/token.ts";

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
  fetchLive: FeedPort["fetchLive"];
  /** Takes in all live calls of the person, asked for at that monotonic time. */
  takeLive(calls: readonly CallSnapshot[], askedAt: number): void;
  merge(call: CallSnapshot): void;
  /** Monotonic time of the last full reply. */
  liveAt: FeedPort["liveAt"];
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
