import { isTerminal, type CallSnapshot } from "@synapse-voice/contract";
import { toEntry } from "./call-entry.ts";
import type { CallEntry, StoreState, TimedInput } from "./store-state.ts";

/**
 * Returns whether this client knows the snapshot's status. A status that only newer servers know is
 * read as a terminal one, but without `endedAt`. Then what was known before stays.
 */
const isKnown = ({ status, endedAt }: CallSnapshot): boolean =>
  !isTerminal(status) || endedAt !== null;

/**
 * Returns whether the snapshot is newer than the entry. A terminal status is final. A call that was
 * missing in a full reply may turn out to be live in a later one.
 */
const isNewer = (call: CallSnapshot, entry: CallEntry, isFullReply: boolean): boolean =>
  isKnown(call) &&
  !isTerminal(entry.call.status) &&
  (call.version > entry.call.version ||
    (entry.missing && isFullReply && call.version === entry.call.version));

/** Number of ended calls that are remembered: far more than late events can concern. */
const maxEndedVersions = 100;

const rememberEnded = (
  ended: StoreState["endedVersions"],
  id: string,
  version: number,
): StoreState["endedVersions"] =>
  Object.fromEntries(Object.entries({ ...ended, [id]: version }).slice(-maxEndedVersions));

function mergeSnapshot(state: StoreState, call: CallSnapshot, isFullReply: boolean): StoreState {
  const { at: receivedAt } = state;
  const before = state.calls.find((entry) => entry.call.id === call.id);
  if (before && !isNewer(call, before, isFullReply))
    return {
      ...state,
      calls: state.calls.map((entry) =>
        entry === before && !entry.missing ? { ...entry, receivedAt } : entry,
      ),
    };
  const ended = state.endedVersions[call.id];
  if (!before && (!isKnown(call) || (ended !== undefined && call.version <= ended))) return state;
  const entry = toEntry(state, call, {
    missing: false,
    receivedAt,
    cardUntil: before?.cardUntil ?? null,
  });
  // An ended call gets a card if it was seen live or is this person's own. It gets none if it was
  // somebody else's all the time, and no second one.
  if (!before && entry.phase === "ended" && (ended !== undefined || entry.role === "none"))
    return {
      ...state,
      endedVersions: rememberEnded(state.endedVersions, call.id, call.version),
    };
  return { ...state, calls: [entry, ...state.calls.filter((other) => other !== before)] };
}

/** Marks calls that a full reply should contain, but does not. */
const markMissing = (
  state: StoreState,
  live: ReadonlySet<string>,
  requestedAt: number,
): StoreState => ({
  ...state,
  requestedAt,
  calls: state.calls.map((entry) => ({
    ...entry,
    missing: entry.missing || (entry.receivedAt < requestedAt && !live.has(entry.call.id)),
  })),
});

const newestFirst = (a: CallEntry, b: CallEntry): number =>
  Date.parse(b.call.placedAt) - Date.parse(a.call.placedAt) || (a.call.id < b.call.id ? 1 : -1);

/**
 * Derives the connection. The feed may work while the server that owns the lease can't be reached.
 * Then calls don't reach this device, and the connection is `offline`.
 */
function withConnection(state: StoreState): StoreState {
  const lost = state.presence?.state === "offline";
  const connection = lost ? "offline" : state.feedConnection;
  const presence = state.presence && {
    ...state.presence,
    reachable: !lost && state.feedHealth !== "down",
  };
  return {
    ...state,
    connection,
    presence,
    offlineSince: connection === "offline" ? (state.offlineSince ?? state.now) : null,
  };
}

/**
 * Derives what follows from the rest: the entries, the connection, `dialing` (over once the call
 * exists) and `muted` (over with the last call of this device).
 */
function derive(state: StoreState): StoreState {
  const calls = state.calls.map((entry) => toEntry(state, entry.call, entry)).sort(newestFirst);
  const own = calls.filter((entry) => entry.here && entry.cardUntil === null);
  const dialing = own.some((entry) => entry.role === "caller") ? null : state.dialing;
  return {
    ...withConnection(state),
    calls,
    dialing,
    muted: state.muted && (own.length > 0 || dialing !== null || state.answering.length > 0),
  };
}

function clear(state: StoreState, callId?: string): StoreState {
  const isCleared = (entry: CallEntry): boolean =>
    entry.cardUntil !== null && (entry.cardUntil <= state.at || entry.call.id === callId);
  let { endedVersions } = state;
  // A terminal status is final, so no later version of it counts as newer.
  for (const entry of state.calls)
    if (isCleared(entry))
      endedVersions = rememberEnded(
        endedVersions,
        entry.call.id,
        isTerminal(entry.call.status) ? Infinity : entry.call.version,
      );
  return { ...state, endedVersions, calls: state.calls.filter((entry) => !isCleared(entry)) };
}

function mergeSnapshots(
  state: StoreState,
  calls: readonly CallSnapshot[],
  requestedAt = -Infinity,
): StoreState {
  const isFullReply = requestedAt >= state.requestedAt && requestedAt > -Infinity;
  let next = state;
  for (const call of calls) next = mergeSnapshot(next, call, isFullReply);
  return isFullReply ? markMissing(next, new Set(calls.map((call) => call.id)), requestedAt) : next;
}

/**
 * Computes the next state. Pure. Lost, repeated and reordered snapshots all end at the newest
 * version of each call.
 */
export function reduce(before: StoreState, input: TimedInput): StoreState {
  const state = { ...before, at: input.at, now: input.now };
  switch (input.type) {
    case "snapshots":
      return derive(mergeSnapshots(state, input.calls, input.requestedAt));
    case "clear":
      return derive(clear(state, input.callId));
    case "set":
      return derive({ ...state, ...input.patch });
  }
}
