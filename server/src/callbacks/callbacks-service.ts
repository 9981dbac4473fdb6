import {
  agentNameForCustomers,
  plainText,
  type BodyOf,
  type Callback,
  type changeOwnCallback,
  type requestCallback,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { retry, type RetryPolicy } from "@synapse-voice/platform/retry";
import { nameOf, type Person } from "../identity/person.ts";
import type {
  CallbackChange,
  CallbackStore,
  CallbackTask,
  Claimer,
} from "./store/callback-store.ts";

/** Nobody works through more than this before the list is read again. */
const maxToDo = 500;
const maxDone = 50;
/** A change is tried again if another agent has changed the same call-back since it was read. */
const changePolicy: RetryPolicy = { maxAttempts: 5, waitMs: 0, maxWaitMs: 0 };

class CallbackChanged extends Error {
  override name = "CallbackChanged";
}
const hasChanged = (error: unknown): boolean => error instanceof CallbackChanged;

/** Call-backs: customers request them, agents claim and finish them. */
export interface CallbacksService {
  request(customer: Person, request: BodyOf<typeof requestCallback>): Promise<Callback>;
  /** Returns the customer's request that is not done. */
  own(customer: Person): Promise<Callback | null>;
  changeOwn(customer: Person, change: BodyOf<typeof changeOwnCallback>): Promise<Callback>;
  /** Deletes the customer's request. Returns false if there was none. */
  withdraw(customer: Person): Promise<boolean>;
  list(agent: Person, status: "todo" | "done"): Promise<Callback[]>;
  claim(agent: Person, id: string): Promise<Callback>;
  finish(agent: Person, id: string): Promise<Callback>;
  reopen(agent: Person, id: string): Promise<Callback>;
}

/** Decides on a call-back and changes it. Returns null if it has changed since it was read. */
type Change = (task: CallbackTask) => CallbackTask | Promise<CallbackTask | null>;

export function createCallbacksService(store: CallbackStore, clock: Clock): CallbacksService {
  const applyChange = ({ tenantId }: Person, id: string, change: Change): Promise<Callback> =>
    retry(changePolicy, hasChanged, async () => {
      const task = await store.find(tenantId, id);
      if (!task) throw new RefusalError("callback_not_found");
      const changed = await change(task);
      if (!changed) throw new CallbackChanged();
      return toCallback(changed);
    }).catch((error: unknown) => {
      // A person who is no agent any more can't change anything, at any attempt.
      throw hasChanged(error) ? new RefusalError("forbidden") : error;
    });
  return {
    async request(customer, { topic, callId, preferredAt }) {
      const { tenantId, userId } = customer;
      const call = callId?.toLowerCase() ?? null;
      if (call !== null && !(await store.isCallOf(tenantId, call, userId)))
        throw new RefusalError("call_not_found");
      return toOwnCallback(
        await store.request(tenantId, {
          customer: { userId, name: nameOf(customer) },
          topic: plainText(topic),
          callId: call,
          requestedAt: clock.now(),
          ...preferredTime(preferredAt, clock.now()),
        }),
        customer,
      );
    },
    async own(customer) {
      const task = await store.findOwn(customer.tenantId, customer.userId);
      return task && toOwnCallback(task, customer);
    },
    async changeOwn(customer, { topic, preferredAt }) {
      const task = await store.changeOwn(customer.tenantId, customer.userId, {
        ...(topic === undefined ? {} : { topic: plainText(topic) }),
        ...preferredTime(preferredAt, clock.now()),
      });
      if (!task) throw new RefusalError("callback_not_found");
      return toOwnCallback(task, customer);
    },
    withdraw: ({ tenantId, userId }) => store.withdraw(tenantId, userId),
    async list({ tenantId }, status) {
      const tasks =
        status === "done"
          ? await store.done(tenantId, maxDone)
          : await store.toDo(tenantId, maxToDo);
      return tasks.map(toCallback);
    },
    claim: (agent, id) =>
      applyChange(agent, id, (task) => {
        if (task.status === "open") {
          const claimer = { userId: agent.userId, name: nameOf(agent) };
          return store.claim(agent.tenantId, task.id, claimer, clock.now());
        }
        if (task.status === "claimed" && isClaimedBy(task, agent)) return task;
        throw claimedElsewhere(task);
      }),
    finish: (agent, id) =>
      applyChange(agent, id, (task) => {
        if (task.status === "open")
          throw new RefusalError("forbidden", { detail: "Claim the call-back first" });
        if (!isClaimedBy(task, agent)) throw claimedElsewhere(task);
        return task.status === "done"
          ? task
          : store.finish(agent.tenantId, task.id, agent.userId, clock.now());
      }),
    reopen: (agent, id) =>
      applyChange(agent, id, (task) => {
        if (task.status === "open") return task;
        if (task.status === "claimed" && !isClaimedBy(task, agent) && agent.role === "AGENT")
          throw claimedElsewhere(task);
        return store.reopen(agent.tenantId, task);
      }),
  };
}

const isClaimedBy = ({ claimedBy }: CallbackTask, agent: Person): boolean =>
  claimedBy?.userId === agent.userId;

const claimedElsewhere = ({ claimedBy }: CallbackTask): RefusalError =>
  new RefusalError("claimed_elsewhere", claimedBy ? { answeredBy: claimedBy.name } : {});

/** Returns the time that a customer prefers. One that has passed means as soon as possible. */
function preferredTime(
  preferredAt: string | null | undefined,
  now: number,
): Pick<CallbackChange, "preferredAt"> {
  if (preferredAt === undefined) return {};
  const at = preferredAt === null ? now : Date.parse(preferredAt);
  return { preferredAt: at > now ? at : null };
}

const toCallback = (task: CallbackTask): Callback => ({
  ...task,
  customer: toContractPerson(task.customer),
  requestedAt: new Date(task.requestedAt).toISOString(),
  preferredAt: isoOrNull(task.preferredAt),
  claimedBy: task.claimedBy && toContractPerson(task.claimedBy),
  doneAt: isoOrNull(task.doneAt),
});

/** Returns a call-back as its customer sees it: of the agent only what customers see of agents. */
function toOwnCallback(task: CallbackTask, { customersSee = "first_name" }: Person): Callback {
  const { claimedBy } = task;
  const name = claimedBy && agentNameForCustomers(claimedBy, customersSee);
  return toCallback({ ...task, claimedBy: claimedBy && { ...claimedBy, name: name ?? "" } });
}

const isoOrNull = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

const toContractPerson = ({ userId, name }: Claimer) => ({ supabaseUserId: userId, name });
