import { CallEvent, isTerminal, type CallSnapshot } from "@synapse-voice/contract";
import { recordedEventRows } from "@synapse-voice/contract/testing";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { reduce } from "./reduce.ts";
import { initialStoreState, type StoreState } from "./store-state.ts";

const rows = recordedEventRows();
const people = [...new Set(rows.map(({ supabaseUserId }) => supabaseUserId))];
const lastAt = Math.max(...rows.map(({ createdAt }) => Date.parse(createdAt)));
const eventsOf = (person: string): readonly CallSnapshot[] =>
  rows
    .filter(({ supabaseUserId }) => supabaseUserId === person)
    .map(({ payload }) => v.parse(CallEvent, payload).call);
const applied = (person: string, events: readonly CallSnapshot[]): StoreState =>
  events.reduce<StoreState>(
    (state, call, index) =>
      reduce(state, { type: "snapshots", calls: [call], at: index, now: lastAt }),
    initialStoreState(person, `${person}-device`),
  );
/** The live calls that a state shows, without those of others that ring no more. */
const live = (state: StoreState): readonly CallSnapshot[] =>
  state.calls
    .filter(({ cardUntil }) => cardUntil === null)
    .map(({ call }) => call)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
/** The last event of each call, if it was live then and the person was still part of it. */
const lastLive = (person: string): readonly CallSnapshot[] => {
  const last = new Map(eventsOf(person).map((call) => [call.id, call]));
  return [...last.values()]
    .filter(({ status }) => !isTerminal(status))
    .filter(
      ({ caller, offer }) =>
        caller.supabaseUserId === person ||
        offer?.outcome === null ||
        offer?.outcome === "accepted",
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

describe("events of a server that knew no legs", () => {
  it("are of many people and calls", () => {
    expect(people.length).toBeGreaterThan(15);
    expect(new Set(rows.map(({ callId }) => callId)).size).toBeGreaterThan(30);
  });

  it.each(people)("lead to the calls that were live at the end, for %s", (person) => {
    expect(live(applied(person, eventsOf(person)))).toEqual(lastLive(person));
  });

  it.each(people)("lead to the same calls in any order, for %s", (person) => {
    const events = eventsOf(person);
    expect(live(applied(person, events.toReversed()))).toEqual(lastLive(person));
    expect(live(applied(person, [...events, ...events]))).toEqual(lastLive(person));
  });
});
