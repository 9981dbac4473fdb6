import type { QueuePlace, ReplyOf, TenantSettings, queueStatus } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { AgentStore } from "../agents/store/agent-store.ts";
import type { Call } from "../calls/domain/call.ts";
import type { Person } from "../identity/person.ts";
import { openingAt } from "./business-hours.ts";
import type { QueueStore } from "./store/queue-store.ts";

/** Older calls are not used to estimate waits. */
const maxCallAgeMs = 24 * 3_600_000;

/** The place and estimated wait of calls in the queue. */
export interface QueueService {
  status(person: Person): Promise<ReplyOf<typeof queueStatus>>;
  /** Returns the place of a call. Null if it does not wait for an agent. */
  placeOf(call: Call): Promise<QueuePlace | null>;
}

export interface QueueServiceDeps {
  readonly store: QueueStore;
  readonly agents: Pick<AgentStore, "headcount">;
  readonly settings: (
    tenantId: string,
  ) => Promise<Pick<TenantSettings, "businessHours" | "holidays" | "queueSound">>;
  readonly clock: Clock;
}

/** The figures that estimates are made of. */
interface Pace {
  readonly atWork: number;
  readonly free: number;
  /** Null if it is not needed or not known. */
  readonly handlingMs: number | null;
}

/** Expected wait of a caller at a place. */
type Outlook = Pick<Required<QueuePlace>, "estimatedWaitSeconds"> & { readonly staffed: boolean };

export function createQueueService({
  store,
  agents,
  settings,
  clock,
}: QueueServiceDeps): QueueService {
  const paceOf = sharePerTenant(async (tenantId): Promise<Pace> => {
    const now = clock.now();
    const { atWork, free } = await agents.headcount(tenantId, now);
    const handlingMs =
      atWork === 0 ? null : await store.averageHandlingMs(tenantId, now - maxCallAgeMs);
    return { atWork, free, handlingMs };
  });
  const outlook = async (tenantId: string, position: number): Promise<Outlook> => {
    const { atWork, free, handlingMs } = await paceOf(tenantId);
    const staffed = atWork > 0;
    if (position <= free) return { estimatedWaitSeconds: 0, staffed };
    return {
      estimatedWaitSeconds: handlingMs && estimateWaitSeconds(position - free, atWork, handlingMs),
      staffed,
    };
  };
  return {
    async status({ tenantId }) {
      const { businessHours, holidays, queueSound } = await settings(tenantId);
      const { open, opensAt } = openingAt(businessHours, clock.now(), holidays);
      return {
        open,
        opensAt: opensAt === null ? null : new Date(opensAt).toISOString(),
        hours: businessHours,
        waiting: await store.waiting(tenantId),
        ...(open
          ? await outlook(tenantId, (await store.ahead(tenantId, null)) + 1)
          : { estimatedWaitSeconds: null, staffed: false }),
        queueSound,
      };
    },
    async placeOf(call) {
      if (call.requestedCalleeId !== null) return null;
      // The call rings an agent at present.
      if (call.status === "RINGING") return { position: 1, estimatedWaitSeconds: 0, staffed: true };
      if (call.status !== "QUEUED") return null;
      const position = (await store.ahead(call.tenantId, call)) + 1;
      return { position, ...(await outlook(call.tenantId, position)) };
    },
  };
}

/**
 * Lets requests of a tenant share one read while it runs. Hundreds of waiting callers ask every
 * three seconds.
 */
function sharePerTenant<T>(
  read: (tenantId: string) => Promise<T>,
): (tenantId: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (tenantId) => {
    const result = running.get(tenantId) ?? read(tenantId).finally(() => running.delete(tenantId));
    running.set(tenantId, result);
    return result;
  };
}

/** Estimates the seconds until the nth agent is free, if a call takes an agent `handlingMs`. */
export const estimateWaitSeconds = (nth: number, agents: number, handlingMs: number): number =>
  Math.round((nth * handlingMs) / agents / 1000);
