import { randomUUID } from "node:crypto";
import type { CallbackStore, CallbackTask } from "./callback-store.ts";

/** Callbacks in memory. */
export interface FakeCallbackStore extends CallbackStore {
  addCustomer(tenantId: string, supabaseUserId: string): void;
  addAgent(tenantId: string, supabaseUserId: string): void;
  removePerson(supabaseUserId: string): void;
  addCall(tenantId: string, callId: string, customerId: string): void;
}

type Stored = CallbackTask & { readonly tenantId: string };

export function createFakeCallbackStore(): FakeCallbackStore {
  const tasks = new Map<string, Stored>();
  const people = new Set<string>();
  const calls = new Set<string>();
  const all = (tenantId: string): Stored[] =>
    [...tasks.values()].filter((task) => task.tenantId === tenantId);
  const listed = (tenantId: string): Stored[] =>
    all(tenantId).filter(({ customer }) => people.has(`${tenantId} ${customer.supabaseUserId}`));
  const toDoOf = (tenantId: string, customerId: string) =>
    all(tenantId).find(
      ({ status, customer }) => status !== "done" && customer.supabaseUserId === customerId,
    );
  const put = (task: Stored): CallbackTask => {
    tasks.set(task.id, task);
    return view(task);
  };
  const get = (tenantId: string, id: string): Stored | undefined =>
    all(tenantId).find((task) => task.id === id);

  return {
    addCustomer: (tenantId, supabaseUserId) => void people.add(`${tenantId} ${supabaseUserId}`),
    addAgent: (tenantId, supabaseUserId) => void people.add(`${tenantId} ${supabaseUserId}`),
    removePerson: (supabaseUserId) =>
      void [...people]
        .filter((person) => person.endsWith(` ${supabaseUserId}`))
        .forEach((person) => people.delete(person)),
    addCall: (tenantId, callId, customerId) =>
      void calls.add(`${tenantId} ${callId} ${customerId}`),
    async request(tenantId, { customer, topic, callId, requestedAt }) {
      const earlier = toDoOf(tenantId, customer.supabaseUserId);
      if (earlier) return put({ ...earlier, customer, topic, callId: callId ?? earlier.callId });
      return put({
        tenantId,
        id: randomUUID(),
        status: "open",
        customer,
        topic,
        callId,
        requestedAt,
        claimedBy: null,
        doneAt: null,
      });
    },
    async find(tenantId, id) {
      const task = get(tenantId, id);
      return task ? view(task) : null;
    },
    toDo: async (tenantId, limit) =>
      listed(tenantId)
        .filter(({ status }) => status !== "done")
        .toSorted((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(view),
    done: async (tenantId, limit) =>
      listed(tenantId)
        .filter(({ status }) => status === "done")
        .toSorted((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0) || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map(view),
    async claim(tenantId, id, { supabaseUserId, name }, _now) {
      const task = get(tenantId, id);
      if (task?.status !== "open" || !people.has(`${tenantId} ${supabaseUserId}`)) return null;
      return put({ ...task, status: "claimed", claimedBy: { supabaseUserId, name } });
    },
    async finish(tenantId, id, agentId, now) {
      const task = get(tenantId, id);
      if (task?.status !== "claimed" || task.claimedBy?.supabaseUserId !== agentId) return null;
      return put({ ...task, status: "done", doneAt: now });
    },
    async reopen(tenantId, { id, status, customer, claimedBy }) {
      const task = get(tenantId, id);
      if (
        !task ||
        task.status !== status ||
        task.claimedBy?.supabaseUserId !== claimedBy?.supabaseUserId
      )
        return null;
      const other = status === "done" ? toDoOf(tenantId, customer.supabaseUserId) : undefined;
      return other ? view(other) : put({ ...task, status: "open", claimedBy: null, doneAt: null });
    },
    isCallOf: async (tenantId, callId, customerId) =>
      calls.has(`${tenantId} ${callId} ${customerId}`),
  };
}

const view = ({ tenantId: _tenantId, ...task }: Stored): CallbackTask => task;
