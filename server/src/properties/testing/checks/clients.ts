import type { CallSnapshot, LiveCalls } from "@synapse-voice/contract";
import { reduce } from "../../../../../client/src/state/reduce.ts";
import {
  initialStoreState,
  type InputTime,
  type StoreState,
} from "../../../../../client/src/state/store-state.ts";
import { isLive, isOnCall, type EventRow, type Observation } from "../world/observation.ts";

/**
 * What the devices of one person make of events: one hears them all, in order; one loses, doubles
 * and mixes them.
 */
export interface Listener {
  readonly heard: StoreState;
  readonly lossy: StoreState;
  /** Ever later, as a device's own clock. */
  readonly at: number;
}

export const newListener = (personId: string): Listener => ({
  heard: initialStoreState(personId, "desk"),
  lossy: initialStoreState(personId, "desk"),
  at: 0,
});

const callsOf = (state: StoreState): readonly CallSnapshot[] =>
  state.calls.filter(({ cardUntil }) => cardUntil === null).map(({ call }) => call);
/** One text for equal calls; JSON from the database has its own order of fields. */
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

/**
 * Loses a third of the events, doubles a third, and turns the order around; which, the events
 * themselves decide.
 */
function disturb(events: readonly EventRow[]): readonly EventRow[] {
  const kept = events.flatMap((event) => {
    const chance = Number(BigInt(event.seq) % 3n);
    return chance === 0 ? [] : Array.from({ length: chance }, () => event);
  });
  return kept.toReversed();
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
        faults.push(`I5: a client went back to version ${version}`);
  }
  return next;
}

/**
 * Lets a person's devices hear new events and then fetch. `fetched` is what the server answers to
 * the fetch. Both devices must show what it says; the one that heard all must have known before it
 * asked.
 */
export function listen(
  listener: Listener,
  personId: string,
  seen: Observation,
  fetched: LiveCalls,
): { readonly listener: Listener; readonly faults: string[] } {
  const faults: string[] = [];
  const when = { at: listener.at + 10_000, now: Date.parse(fetched.serverTime) };
  const events = seen.events.filter(({ supabaseUserId }) => supabaseUserId === personId);
  const clean = (state: StoreState): StoreState => reduce(state, { type: "clear", ...when });
  const heard = apply(clean(listener.heard), events, when, faults);
  const lossy = apply(clean(listener.lossy), disturb(events), when, faults);
  const live = fetched.calls.filter((call) => isLive(call));
  // What rang until now rings no more, whether or not the server has swept already.
  const shown = live.filter(
    ({ ringsUntil }) => ringsUntil === null || Date.parse(ringsUntil) > when.now,
  );
  // A renewed lease or a change on the other side raises the version without changing this person's
  // view.
  if (asText(callsOf(heard), { version: 0 }) !== asText(shown, { version: 0 }))
    faults.push(`I5: events told ${asText(callsOf(heard))}, the server says ${asText(shown)}`);
  const later = { ...when, at: when.at + 1, requestedAt: when.at + 1 };
  const fetching = (state: StoreState): StoreState =>
    reduce(state, { type: "snapshots", calls: fetched.calls, ...later });
  const next = { heard: fetching(heard), lossy: fetching(lossy), at: later.at };
  for (const state of [next.heard, next.lossy])
    if (asText(callsOf(state)) !== asText(shown))
      faults.push(
        `I5: a client that fetched shows ${asText(callsOf(state))}, the server says ${asText(shown)}`,
      );
  return { listener: next, faults: [...faults, ...wrongFetch(personId, seen, live)] };
}

/** The live calls that the server tells a person of, against those in the database. */
function wrongFetch(personId: string, seen: Observation, live: readonly CallSnapshot[]): string[] {
  const rung = new Set(
    seen.offers
      .filter((offer) => offer.personId === personId && offer.outcome === null)
      .map(({ callId }) => callId),
  );
  const mine = seen.calls.filter(
    (call) => isOnCall(call, personId) || (isLive(call) && rung.has(call.id)),
  );
  const asked = live.map(({ id, status, version, roomName }) =>
    [id, status, version, roomName].join(),
  );
  const held = mine.map(({ id, status, version, roomName }) =>
    [id, status, version, roomName].join(),
  );
  return asked.toSorted().join(" ") === held.toSorted().join(" ")
    ? []
    : [`the server tells of ${asked.join(" ")}, the database holds ${held.join(" ")}`];
}
