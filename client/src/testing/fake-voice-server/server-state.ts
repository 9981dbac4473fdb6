import {
  isTerminal,
  roleIn,
  type AgentState,
  type CallNotes,
  type CallSnapshot,
  type QueuePlace,
  type WantedState,
} from "@synapse-voice/contract";
import type { ClientClock } from "../../session/clock.ts";
import { aSnapshot } from "../samples/samples.ts";
import { iso } from "./replies.ts";

/** A request that the server received. */
export interface SeenRequest {
  /** HTTP method in upper case. */
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Headers by name in lower case. */
  readonly headers: Record<string, string>;
  /** The parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** The part of an agent's presence that follows from calls and callbacks. */
export interface Work {
  /** Server time in ms; null without wrap-up. */
  readonly wrapUpUntil: number | null;
  /** Number of calls that wait for an agent. */
  readonly waiting: number;
  /** Number of call-backs that nobody has taken on. */
  readonly openCallbacks: number;
}

/** Everything that the fake server knows. `seq` numbers the changes of calls. */
export interface ServerState {
  readonly userId: string;
  readonly clock: ClientClock;
  readonly calls: Map<string, { call: CallSnapshot; seq: number }>;
  /** Saved notes by call id. */
  readonly notes: Map<string, CallNotes>;
  /** Long polls that wait for a change. */
  readonly waiting: Set<() => void>;
  /** Call ids by idempotency key. */
  readonly keys: Map<string, string>;
  seq: number;
  wanted: WantedState;
  work: Work;
  queue: QueuePlace | null;
  /** Returns server time in ms. */
  now(): number;
  /** Creates or changes a call, raises its version, and notifies listeners and long polls. */
  put(change: Partial<CallSnapshot>): CallSnapshot;
}

/** Time that a call rings. */
const ringMs = 30_000;

/** Makes a server without calls for one user; `notify` runs after each change of a call. */
export function createServerState(
  userId: string,
  clock: ClientClock,
  now: () => number,
  notify: (call: CallSnapshot) => void,
): ServerState {
  const state: ServerState = {
    userId,
    clock,
    calls: new Map(),
    notes: new Map(),
    waiting: new Set(),
    keys: new Map(),
    seq: 0,
    wanted: "available",
    work: { wrapUpUntil: null, waiting: 0, openCallbacks: 0 },
    queue: null,
    now,
    put: (change) => {
      const before = state.calls.get(change.id ?? "call-1")?.call;
      const call = {
        ...(before ??
          aSnapshot({ version: 0, placedAt: iso(now()), ringsUntil: iso(now() + ringMs) })),
        ...(change.status && isTerminal(change.status) ? { endedAt: iso(now()) } : {}),
        ...change,
      };
      const next = { ...call, version: change.version ?? call.version + 1 };
      state.calls.set(next.id, { call: next, seq: ++state.seq });
      for (const wake of state.waiting) wake();
      state.waiting.clear();
      notify(next);
      return next;
    },
  };
  return state;
}

/** Returns whether the server's user is a party of the call. */
export const isParty = ({ userId }: ServerState, call: CallSnapshot): boolean =>
  roleIn(call, userId) !== "none";

/** Returns the agent's state as the real server derives it. */
export function agentStateOf(state: ServerState): AgentState {
  const { calls, now, wanted, work } = state;
  const onCall = [...calls.values()].some(
    ({ call }) => call.status === "IN_PROGRESS" && isParty(state, call),
  );
  if (onCall) return "on_call";
  return work.wrapUpUntil !== null && work.wrapUpUntil > now() ? "wrap_up" : wanted;
}
