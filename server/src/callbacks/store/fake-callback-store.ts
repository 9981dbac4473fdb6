import { randomUUID } from "node:crypto";
import type { CallbackStore, CallbackTask } from "./callback-store.ts";

/** Call-backs in memory. */
export interface FakeCallbackStore extends CallbackStore {
  addCustomer(tenantId: string, userId: string): void;
  addAgent(tenantId: string, userId: string): void;
  removePerson(userId: string): void;
  addCall(tenantId: string, callId: string, customerId: string): void;
}

type StoredTask = CallbackTask & { readonly tenantId: string };

export function createFakeCallbackStore(): FakeCallbackStore {
  const people = new Set<string>();
  const calls = new Set<string>();
  const tasks = createTaskTable();
  const addPerson = (tenantId: string, userId: string) => void people.add(`${tenantId} ${userId}`);
  const isActive = (tenantId: string, userId: string) => people.has(`${tenantId} ${userId}`);
  const ofActiveCustomers = (tenantId: string): StoredTask[] =>
    tasks.all(tenantId).filter(({ customer }) => isActive(tenantId, customer.userId));

  return {
    addCustomer: addPerson,
    addAgent: addPerson,
    removePerson: (userId) =>
      void [...people]
        .filter((person) => person.endsWith(` ${userId}`))
        .forEach((person) => people.delete(person)),
    addCall: (tenantId, callId, customerId) =>
      void calls.add(`${tenantId} ${callId} ${customerId}`),
    request: async (tenantId, request) => tasks.put(toStored(tenantId, request, tasks)),
    async find(tenantId, id) {
      const task = tasks.get(tenantId, id);
      return task ? withoutTenant(task) : null;
    },
    async findOwn(tenantId, customerId) {
      const task = tasks.toDoOf(tenantId, customerId);
      return task ? withoutTenant(task) : null;
    },
    async changeOwn(tenantId, customerId, change) {
      const task = tasks.toDoOf(tenantId, customerId);
      return task ? tasks.put({ ...task, ...change }) : null;
    },
    async withdraw(tenantId, customerId) {
      const task = tasks.toDoOf(tenantId, customerId);
      return task !== undefined && tasks.delete(task.id);
    },
    toDo: async (tenantId, limit) =>
      ofActiveCustomers(tenantId)
        .filter(({ status }) => status !== "done")
        .toSorted(
          (a, b) => dueAt(a) - dueAt(b) || a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1),
        )
        .slice(0, limit)
        .map(withoutTenant),
    done: async (tenantId, limit) =>
      ofActiveCustomers(tenantId)
        .filter(({ status }) => status === "done")
        .toSorted((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0) || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
        .map(withoutTenant),
    async claim(tenantId, id, { userId, name }, _now) {
      const task = tasks.get(tenantId, id);
      if (task?.status !== "open" || !isActive(tenantId, userId)) return null;
      return tasks.put({ ...task, status: "claimed", claimedBy: { userId, name } });
    },
    async finish(tenantId, id, agentId, now) {
      const task = tasks.get(tenantId, id);
      if (task?.status !== "claimed" || task.claimedBy?.userId !== agentId) return null;
      return tasks.put({ ...task, status: "done", doneAt: now });
    },
    async reopen(tenantId, { id, status, customer, claimedBy }) {
      const task = tasks.get(tenantId, id);
      if (task?.status !== status || task.claimedBy?.userId !== claimedBy?.userId) return null;
      const other = status === "done" ? tasks.toDoOf(tenantId, customer.userId) : undefined;
      return other
        ? withoutTenant(other)
        : tasks.put({ ...task, status: "open", claimedBy: null, doneAt: null });
    },
    isCallOf: async (tenantId, callId, customerId) =>
      calls.has(`${tenantId} ${callId} ${customerId}`),
  };
}

type TaskTable = ReturnType<typeof createTaskTable>;

function createTaskTable() {
  const tasks = new Map<string, StoredTask>();
  const all = (tenantId: string): StoredTask[] =>
    [...tasks.values()].filter((task) => task.tenantId === tenantId);
  return {
    all,
    get: (tenantId: string, id: string) => all(tenantId).find((task) => task.id === id),
    toDoOf: (tenantId: string, customerId: string) =>
      all(tenantId).find(
        ({ status, customer }) => status !== "done" && customer.userId === customerId,
      ),
    delete: (id: string) => tasks.delete(id),
    put(task: StoredTask): CallbackTask {
      tasks.set(task.id, task);
      return withoutTenant(task);
    },
  };
}

/** Returns a new task, or the customer's task to do with the new topic. */
function toStored(
  tenantId: string,
  { customer, topic, callId, requestedAt, preferredAt }: Parameters<CallbackStore["request"]>[1],
  tasks: TaskTable,
): StoredTask {
  const earlier = tasks.toDoOf(tenantId, customer.userId);
  if (earlier)
    return {
      ...earlier,
      customer,
      topic,
      callId: callId ?? earlier.callId,
      preferredAt: preferredAt === undefined ? earlier.preferredAt : preferredAt,
    };
  return {
    tenantId,
    id: randomUUID(),
    status: "open",
    customer,
    topic,
    callId,
    requestedAt,
    preferredAt: preferredAt ?? null,
    claimedBy: null,
    doneAt: null,
  };
}

const dueAt = ({ preferredAt, requestedAt }: StoredTask): number => preferredAt ?? requestedAt;

const withoutTenant = ({ tenantId: _tenantId, ...task }: StoredTask): CallbackTask => task;
