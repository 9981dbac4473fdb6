import {
  createFakeAgentStore,
  type FakeAgentStore,
} from "../../../agents/store/fake-agent-store.ts";
import type { CallReader, CallStore } from "../call-store.ts";
import type { SweepStore } from "../sweep-store.ts";
import type { Stores, Transactions } from "../transactions.ts";
import { fakeReads } from "./fake-reads.ts";
import { fakeSweepStore } from "./fake-sweep-store.ts";
import { fakeWrites } from "./fake-writes.ts";
import { createMemory, type State } from "./memory.ts";

/** Calls in memory, one transaction at a time. */
export interface FakeCalls {
  readonly transactions: Transactions;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  readonly state: () => State;
  /** People who were removed from their tenant. Tests add to it. */
  readonly removed: Set<string>;
}

export function createFakeCalls(agents: FakeAgentStore = createFakeAgentStore()): FakeCalls {
  const memory = createMemory();
  const removed = new Set<string>();
  const storeFor = (tenantId: string): CallStore => ({
    ...fakeReads(memory, tenantId),
    ...fakeWrites(memory, tenantId),
  });
  let last: Promise<unknown> = Promise.resolve();
  const inTransaction = <T>(tenantId: string, work: (stores: Stores) => Promise<T>): Promise<T> => {
    const run = last.then(async () => {
      const before = memory.state();
      const restoreAgents = agents.snapshot();
      try {
        return await work({ calls: storeFor(tenantId), agents });
      } catch (error) {
        memory.change(before);
        restoreAgents();
        throw error;
      }
    });
    last = run.catch(() => undefined);
    return run;
  };
  return {
    transactions: { inTransaction, onConnection: inTransaction },
    reads: storeFor,
    sweepStore: fakeSweepStore(memory, removed),
    state: memory.state,
    removed,
  };
}
