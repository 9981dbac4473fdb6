import { CallEvent, type CallSnapshot } from "@synapse-voice/contract";
import { recordedEventRows } from "@synapse-voice/contract/testing";
import * as v from "valibot";
import { expect, it } from "vitest";
import { reduce } from "../../state/reduce.ts";
import { initialStoreState, type StoreState } from "../../state/store-state.ts";
import { ClientStateMessage } from "./client-state.ts";
import { shareStructure } from "./share-structure.ts";

/** Every state that recorded events lead to, for each person in them. */
function recordedStates(): readonly StoreState[] {
  const states = new Map<string, StoreState>();
  return recordedEventRows().map(({ supabaseUserId: userId, payload, createdAt }, at) => {
    const { call }: { call: CallSnapshot } = v.parse(CallEvent, payload);
    const before = states.get(userId) ?? initialStoreState(userId, "device");
    const now = Date.parse(createdAt);
    const state = reduce(before, { type: "snapshots", calls: [call], at, now });
    states.set(userId, state);
    return state;
  });
}

it("every recorded state crosses the port, without a loss on the way", () => {
  const states = recordedStates();
  expect(states.some(({ calls }) => calls.length > 1)).toBe(true);
  for (const state of states) {
    const sent = v.parse(ClientStateMessage, state);
    const [before, after] = [state, sent].map(({ calls }) => calls.map(({ call }) => call));
    expect(shareStructure(before, after)).toBe(before);
    const received = v.parse(ClientStateMessage, structuredClone(sent));
    expect(shareStructure(sent, received)).toBe(sent);
  }
});
