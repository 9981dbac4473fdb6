import type { CallSnapshot, LiveCalls } from "@synapse-voice/contract";
import { reduce } from "../../../../../client/src/state/reduce.ts";
import {
  initialStoreState,
  type InputTime,
  type StoreState,
} from "../../../../../client/src/state/store-state.ts";
import { isLive, isOnCall, type EventRow, type Observation } from "../world/observation.ts";

/**
 * Two clients of one person. `heard` gets all events in order; `lossy` loses some of them, gets
 * some twice, and in another order.
 */
export interface Listener {
  readonly heard: StoreState;
  readonly lossy: StoreState;
  /** The client's own clock, which only moves forward. */
  readonly at: number;
}

export const newListener = (userId: string): Listener => ({
  heard: initialStoreState(userId, "desk"),
  lossy: initialStoreState(userId, "desk"),
  at: 0,
});

const callsOf = (state: StoreState): readonly CallSnapshot[] =>
  state.calls.filter(({ cardUntil }) => cardUntil === null).map(({ call }) => call);
/** Returns the same text for equal calls. JSON from the database has its own order of fields. */
const asText = (calls: readonly CallSnapshot[], mask: object = {}): string =>
  calls
    .map((call) => textOf({ ...call, ...mask }))
    .toSorted()
    .join(" ") || "no call";
const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? `{${Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, field]) => `${name} ${textOf(field)}`)
        .join(", ")}}`
    : String(value);
const versionsOf = (state: StoreState): ReadonlyMap<string, number> =>
  new Map(state.calls.map(({ call }) => [call.id, call.version]));

/** Drops a third of the events, repeats a third, and reverses the order. Depends on `seq` only. */
function disturb(events: readonly EventRow[]): readonly EventRow[] {
  const remaining = events.flatMap((event) => {
    const chance = Number(BigInt(event.seq) % 3n);
    return chance === 0 ? [] : Array.from({ length: chance }, () => event);
  });
  return remaining.toReversed();
}

function apply(
  state: StoreState,
  events: readonly EventRow[],
  when: InputTime,
  faults: string[],
): StoreState {
  let next = state;
  for (const { payload } of events) {
    const before = versionsOf(next);
    next = reduce(next, { type: "snapshots", calls: [payload.call], ...when });
    for (const [id, version] of versionsOf(next))
      if (version < (before.get(id) ?? 0))
        faults.push(`clients: a client went back to version ${version}`);
  }
  return next;
}

/**
 * Lets a person's clients apply new events and then the reply to a fetch. Both clients must show
 * what the reply says. The one that got all events must have shown it before the fetch.
 */
export function listen(
  listener: Listener,
  userId: string,
  seen: Observation,
  fetched: LiveCalls,
): { readonly listener: Listener; readonly faults: string[] } {
  const faults: string[] = [];
  const when = { at: listener.at + 10_000, now: Date.parse(fetched.serverTime) };
  const events = seen.events.filter(({ supabaseUserId }) => supabaseUserId === userId);
  const clean = (state: StoreState): StoreState => reduce(state, { type: "clear", ...when });
  const heard = apply(clean(listener.heard), events, when, faults);
  const lossy = apply(clean(listener.lossy), disturb(events), when, faults);
  const live = fetched.calls.filter((call) => isLive(call));
  // A call that rang until now rings no more, whether or not the server has swept already.
  const shown = live.filter(
    ({ ringsUntil }) => ringsUntil === null || Date.parse(ringsUntil) > when.now,
  );
  // A renewed lease or a change of another leg raises the version without changing this snapshot.
  if (asText(callsOf(heard), { version: 0 }) !== asText(shown, { version: 0 }))
    faults.push(`clients: events gave ${asText(callsOf(heard))}, the server says ${asText(shown)}`);
  const later = { ...when, at: when.at + 1, requestedAt: when.at + 1 };
  const fetching = (state: StoreState): StoreState =>
    reduce(state, { type: "snapshots", calls: fetched.calls, ...later });
  const next = { heard: fetching(heard), lossy: fetching(lossy), at: later.at };
  for (const state of [next.heard, next.lossy])
    if (asText(callsOf(state)) !== asText(shown))
      faults.push(
        [
          `clients: a client that fetched shows ${asText(callsOf(state))}`,
          `the server says ${asText(shown)}`,
        ].join(", "),
      );
  return { listener: next, faults: [...faults, ...wrongFetch(userId, seen, live)] };
}

/** Compares the live calls that a person fetched with those in the database. */
function wrongFetch(userId: string, seen: Observation, live: readonly CallSnapshot[]): string[] {
  const rung = new Set(
    seen.offers
      .filter((offer) => offer.personId === userId && offer.outcome === null)
      .map(({ callId }) => callId),
  );
  const mine = seen.calls.filter(
    (call) => isOnCall(call, userId) || (isLive(call) && rung.has(call.id)),
  );
  const fetched = live.map(({ id, status, version, roomName }) =>
    [id, status, version, roomName].join(),
  );
  const stored = mine.map(({ id, status, version, roomName }) =>
    [id, status, version, roomName].join(),
  );
  return fetched.toSorted().join(" ") === stored.toSorted().join(" ")
    ? []
    : [`the server says ${fetched.join(" ")}, the database has ${stored.join(" ")}`];
}
