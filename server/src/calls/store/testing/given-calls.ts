import { beforeEach, expect } from "vitest";
import type { Call } from "../../domain/call.ts";
import { eventsBetween } from "../../domain/events.ts";
import type { Command } from "../../domain/inputs.ts";
import type { CallParty } from "../../domain/leg.ts";
import type { Recording } from "../../domain/recording.ts";
import { changed, noon, offerOf, placed } from "../../domain/testing/example-calls.ts";
import { transition } from "../../domain/transition.ts";
import type { CallReader, CallStore } from "../call-store.ts";
import type { SweepStore } from "../sweep-store.ts";
import type { Transactions } from "../transactions.ts";

/** A store under test, and a way to have people in it. */
export interface CallStoreUnderTest {
  readonly transactions: Transactions;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  addTenant(): Promise<string>;
  addParty(tenantId: string, firstName: string, isCustomer: boolean): Promise<CallParty>;
  /** Removes someone from their tenant, and leaves their calls as they are. */
  removePerson(person: CallParty): Promise<void>;
}

/** A store with a new tenant for each case, and ways to have calls in it. */
export interface GivenCalls {
  readonly store: CallStoreUnderTest;
  readonly tenantId: string;
  readonly carl: CallParty;
  readonly ada: CallParty;
  readonly grace: CallParty;
  within<T>(work: (calls: CallStore) => Promise<T>): Promise<T>;
  /** Rings people: a queue call's agents, or the callee. */
  ring(caller: CallParty, callee: CallParty | null, ...people: CallParty[]): Promise<Call>;
  /** Rings Ada for Carl, with a recording. */
  place(recording: Recording | null): Promise<Call>;
  apply(before: Call, command: Command, now?: number): Promise<Call>;
  found(call: Call): Promise<Call | null>;
}

export function givenCalls(create: () => CallStoreUnderTest): GivenCalls {
  let store: CallStoreUnderTest;
  let tenantId: string;
  let people: Readonly<Record<"carl" | "ada" | "grace", CallParty>>;
  // No two rooms may have the same name.
  let rooms = 0;

  beforeEach(async () => {
    store = create();
    tenantId = await store.addTenant();
    people = {
      carl: await store.addParty(tenantId, "Carl", true),
      ada: await store.addParty(tenantId, "Ada", false),
      grace: await store.addParty(tenantId, "Grace", false),
    };
  });

  const within: GivenCalls["within"] = (work) =>
    store.transactions.inTransaction(tenantId, ({ calls }) => work(calls));
  async function insert(
    caller: CallParty,
    callee: CallParty | null,
    rung: readonly CallParty[],
    recording: Recording | null = null,
  ): Promise<Call> {
    const roomName = `call-${tenantId}-${(rooms += 1)}`;
    const unrung = placed(caller, callee, { tenantId, version: 0, roomName, recording });
    const call = { ...changed(transition(unrung, offerOf(...rung), noon)).call, version: 1 };
    await within((calls) => calls.insert(call, eventsBetween(null, call), noon));
    return call;
  }
  return {
    get store() {
      return store;
    },
    get tenantId() {
      return tenantId;
    },
    get carl() {
      return people.carl;
    },
    get ada() {
      return people.ada;
    },
    get grace() {
      return people.grace;
    },
    within,
    ring: (caller, callee, ...rung) => insert(caller, callee, rung),
    place: (recording) => insert(people.carl, people.ada, [people.ada], recording),
    async apply(before, command, now = noon) {
      const { call, events } = changed(transition(before, command, now));
      expect(await within((calls) => calls.save(before, call, events, now))).toBe(true);
      return call;
    },
    found: (call) => store.reads(tenantId).find(call.id),
  };
}
