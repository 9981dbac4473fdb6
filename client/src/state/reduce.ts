import { isTerminal, type CallSnapshot } from "@synapse-voice/contract";
import { heldCall } from "./call-entry.ts";
import type { CallEntry, Input, SignalState } from "./store-state.ts";

/**
 * False where the call goes on in a status that only a newer server knows: it was read as a
 * terminal one. What was known before stays.
 */
const isKnown = ({ status, endedAt }: CallSnapshot): boolean =>
  !isTerminal(status) || endedAt !== null;

/**
 * True where the snapshot says more than what is held. A terminal status is final; a call presumed
 * over may turn out to live.
 */
const isNews = (call: CallSnapshot, held: CallEntry, current: boolean): boolean =>
  isKnown(call) &&
  !isTerminal(held.call.status) &&
  (call.version > held.call.version ||
    (held.gone && current && call.version === held.call.version));

/** How many calls that are over are remembered: far more than anything late is about. */
const memory = 100;

const remember = (over: SignalState["over"], id: string, version: number): SignalState["over"] =>
  Object.fromEntries(Object.entries({ ...over, [id]: version }).slice(-memory));

function mergeOne(state: SignalState, call: CallSnapshot, current: boolean): SignalState {
  const { at: seenAt } = state;
  const before = state.calls.find((held) => held.call.id === call.id);
  if (before && !isNews(call, before, current))
    return {
      ...state,
      calls: state.calls.map((held) =>
        held === before && !held.gone ? { ...held, seenAt } : held,
      ),
    };
  const last = state.over[call.id];
  if (!before && (!isKnown(call) || (last !== undefined && call.version <= last))) return state;
  const held = heldCall(state, call, { gone: false, seenAt, until: before?.until ?? null });
  // An ended call gets a card if it was seen alive, or was this person's; not where somebody else
  // had it all along, nor twice.
  if (!before && held.phase === "ended" && (last !== undefined || held.role === "none"))
    return { ...state, over: remember(state.over, call.id, call.version) };
  return { ...state, calls: [held, ...state.calls.filter((other) => other !== before)] };
}

const presumeOver = (
  state: SignalState,
  alive: ReadonlySet<string>,
  askedAt: number,
): SignalState => ({
  ...state,
  askedAt,
  calls: state.calls.map((held) => ({
    ...held,
    gone: held.gone || (held.seenAt < askedAt && !alive.has(held.call.id)),
  })),
});

const newestFirst = (a: CallEntry, b: CallEntry): number =>
  Date.parse(b.call.placedAt) - Date.parse(a.call.placedAt) || (a.call.id < b.call.id ? 1 : -1);

/**
 * A feed may work while the server that owns the lease can't be reached: then no call arrives
 * whole, and the state says so.
 */
function withConnection(state: SignalState): SignalState {
  const lost = state.presence?.state === "offline";
  const connection = lost ? "offline" : state.heard;
  const presence = state.presence && {
    ...state.presence,
    reachable: !lost && state.via !== "down",
  };
  return {
    ...state,
    connection,
    presence,
    offlineSince: connection === "offline" ? (state.offlineSince ?? state.now) : null,
  };
}

/**
 * What follows from the rest: how each call looks now; a call that exists is not being dialled any
 * more; mute ends with what there was to mute.
 */
function settle(state: SignalState): SignalState {
  const calls = state.calls.map((held) => heldCall(state, held.call, held)).sort(newestFirst);
  const mine = calls.filter((held) => held.here && held.until === null);
  const dialing = mine.some((held) => held.role === "caller") ? null : state.dialing;
  return {
    ...withConnection(state),
    calls,
    dialing,
    muted: state.muted && (mine.length > 0 || dialing !== null || state.answering.length > 0),
  };
}

function clear(state: SignalState, callId?: string): SignalState {
  const goes = (held: CallEntry): boolean =>
    held.until !== null && (held.until <= state.at || held.call.id === callId);
  let { over } = state;
  // A terminal status is final, so no version of it is news.
  for (const held of state.calls)
    if (goes(held))
      over = remember(
        over,
        held.call.id,
        isTerminal(held.call.status) ? Infinity : held.call.version,
      );
  return { ...state, over, calls: state.calls.filter((held) => !goes(held)) };
}

function takeIn(
  state: SignalState,
  calls: readonly CallSnapshot[],
  askedAt = -Infinity,
): SignalState {
  const current = askedAt >= state.askedAt && askedAt > -Infinity;
  let next = state;
  for (const call of calls) next = mergeOne(next, call, current);
  return current ? presumeOver(next, new Set(calls.map((call) => call.id)), askedAt) : next;
}

/** The next state. Pure: loss, repeats and any order of snapshots end at the newest version. */
export function reduce(before: SignalState, input: Input): SignalState {
  const state = { ...before, at: input.at, now: input.now };
  switch (input.type) {
    case "snapshots":
      return settle(takeIn(state, input.calls, input.askedAt));
    case "clear":
      return settle(clear(state, input.callId));
    case "set":
      return settle({ ...state, ...input.patch });
  }
}
