import type { QueuePlace, ReplyOf, TenantSettings, queueStatus } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { AgentStore } from "../agents/store/agent-store.ts";
import type { Call } from "../calls/domain/call.ts";
import type { Person } from "../identity/person.ts";
import { isOpen, opensAt } from "./business-hours.ts";
import type { QueueStore } from "./store/queue-store.ts";

/** Calls older than that say nothing about how long calls take now, ms. */
const memory = 24 * 3_600_000;

/** What callers hear of the queue. */
export interface QueueService {
  status(person: Person): Promise<ReplyOf<typeof queueStatus>>;
  /** Where a call stands; null where it does not wait for an agent. */
  placeOf(call: Call): Promise<QueuePlace | null>;
}

export interface QueueServiceParts {
  readonly store: QueueStore;
  readonly agents: Pick<AgentStore, "headcount">;
  readonly settings: (tenantId: string) => Promise<Pick<TenantSettings, "businessHours">>;
  readonly clock: Clock;
}

/** What estimates are made of. */
interface Pace {
  readonly atWork: number;
  readonly free: number;
  /** Null where none is needed, or nothing known. */
  readonly handling: number | null;
}

export function createQueueService({
  store,
  agents,
  settings,
  clock,
}: QueueServiceParts): QueueService {
  // Hundreds who wait ask every three seconds: those of a tenant who ask while the answer is on its
  // way share it.
  const asked = new Map<string, Promise<Pace>>();
  const ask = async (tenantId: string): Promise<Pace> => {
    const now = clock.now();
    const { atWork, free } = await agents.headcount(tenantId, now);
    return {
      atWork,
      free,
      handling: atWork === 0 ? null : await store.handlingTime(tenantId, now - memory),
    };
  };
  const paceOf = (tenantId: string): Promise<Pace> => {
    const pace = asked.get(tenantId) ?? ask(tenantId).finally(() => asked.delete(tenantId));
    asked.set(tenantId, pace);
    return pace;
  };
  const estimate = async (tenantId: string, position: number): Promise<number | null> => {
    const { atWork, free, handling } = await paceOf(tenantId);
    if (position <= free) return 0;
    return handling && estimatedWait(position - free, atWork, handling);
  };
  return {
    async status({ tenantId }) {
      const { businessHours } = await settings(tenantId);
      const now = clock.now();
      const open = isOpen(businessHours, now);
      const opens = opensAt(businessHours, now);
      return {
        open,
        opensAt: opens === null ? null : new Date(opens).toISOString(),
        hours: businessHours,
        waiting: await store.waiting(tenantId),
        estimatedWaitSeconds: open
          ? await estimate(tenantId, (await store.ahead(tenantId, null)) + 1)
          : null,
      };
    },
    async placeOf(call) {
      if (call.requestedCalleeId !== null) return null;
      // Somebody is rung for it at this moment.
      if (call.status === "RINGING") return { position: 1, estimatedWaitSeconds: 0 };
      if (call.status !== "QUEUED") return null;
      const position = (await store.ahead(call.tenantId, call)) + 1;
      return { position, estimatedWaitSeconds: await estimate(call.tenantId, position) };
    },
  };
}

/** Seconds until the nth agent is free, of so many who take `handling` ms for a call on average. */
export const estimatedWait = (nth: number, agents: number, handling: number): number =>
  Math.round((nth * handling) / agents / 1000);
