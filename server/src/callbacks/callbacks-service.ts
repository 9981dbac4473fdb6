import type { BodyOf, Callback, requestCallback } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { nameOf, type Person } from "../identity/person.ts";
import type { CallbackStore, CallbackTask } from "./store/callback-store.ts";

/** So many that are to do are listed: more than anybody works off before looking again. */
const toDoListed = 500;
/** And so many that are done. */
const doneListed = 50;
/** How often a change is tried that another got ahead of. */
const attempts = 5;

/** Wishes to be called back, and what agents do with them. */
export interface CallbacksService {
  request(customer: Person, wish: BodyOf<typeof requestCallback>): Promise<Callback>;
  list(agent: Person, status: "todo" | "done"): Promise<Callback[]>;
  claim(agent: Person, id: string): Promise<Callback>;
  finish(agent: Person, id: string): Promise<Callback>;
  reopen(agent: Person, id: string): Promise<Callback>;
}

/**
 * What to do with a callback as it stands; null from a change says that it did not stand so any
 * more.
 */
type Step = (task: CallbackTask) => CallbackTask | Promise<CallbackTask | null>;

export function createCallbacksService(store: CallbackStore, clock: Clock): CallbacksService {
  /** Looks, decides and changes; looks again where somebody else was faster. */
  const carryOut = async ({ tenantId }: Person, id: string, step: Step): Promise<Callback> => {
    for (let tries = 1; tries <= attempts; tries += 1) {
      const task = await store.find(tenantId, id);
      if (!task) throw new RefusalError("callback_not_found");
      const next = await step(task);
      if (next) return toCallback(next);
    }
    // Whoever is no agent any more changes nothing, however often they try.
    throw new RefusalError("forbidden");
  };
  return {
    async request(customer, { topic, callId }) {
      const { tenantId, userId } = customer;
      const call = callId?.toLowerCase() ?? null;
      if (call !== null && !(await store.isCallOf(tenantId, call, userId)))
        throw new RefusalError("call_not_found");
      return toCallback(
        await store.request(tenantId, {
          customer: { supabaseUserId: userId, name: nameOf(customer) },
          topic: plain(topic),
          callId: call,
          requestedAt: clock.now(),
        }),
      );
    },
    list: async ({ tenantId }, status) =>
      (
        await (status === "done"
          ? store.done(tenantId, doneListed)
          : store.toDo(tenantId, toDoListed))
      ).map(toCallback),
    claim: (agent, id) =>
      carryOut(agent, id, (task) => {
        if (task.status === "open")
          return store.claim(
            agent.tenantId,
            task.id,
            { supabaseUserId: agent.userId, name: nameOf(agent) },
            clock.now(),
          );
        if (task.status === "claimed" && isTheirs(task, agent)) return task;
        throw taken(task);
      }),
    finish: (agent, id) =>
      carryOut(agent, id, (task) => {
        if (task.status === "open")
          throw new RefusalError("forbidden", { detail: "Take the callback on first" });
        if (!isTheirs(task, agent)) throw taken(task);
        return task.status === "done"
          ? task
          : store.finish(agent.tenantId, task.id, agent.userId, clock.now());
      }),
    reopen: (agent, id) =>
      carryOut(agent, id, (task) => {
        if (task.status === "open") return task;
        if (task.status === "claimed" && !isTheirs(task, agent) && agent.role === "AGENT")
          throw taken(task);
        return store.reopen(agent.tenantId, task);
      }),
  };
}

const isTheirs = ({ claimedBy }: CallbackTask, agent: Person): boolean =>
  claimedBy?.supabaseUserId === agent.userId;
const taken = ({ claimedBy }: CallbackTask): RefusalError =>
  new RefusalError("claimed_elsewhere", claimedBy ? { answeredBy: claimedBy.name } : {});

/**
 * Without what could make a line read otherwise than it is written: control characters, and marks
 * that turn the direction of text.
 */
const plain = (topic: string): string =>
  topic.replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, " ").trim();

const toCallback = ({ requestedAt, doneAt, ...task }: CallbackTask): Callback => ({
  ...task,
  requestedAt: new Date(requestedAt).toISOString(),
  doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
});
