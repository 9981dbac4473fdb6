import type { Call } from "../../calls/domain/call.ts";
import type { HistoryPage } from "../../calls/store/call-store.ts";
import type { TenantId } from "../../identity/tenant-id.ts";

/** A call that waits, and what its caller wants. */
export interface WaitingCaller {
  readonly call: Call;
  /** Topic of the caller's call-back request that is not done; null without one. */
  readonly topic: string | null;
}

/** A call that ended before anybody answered it. */
export interface LostCaller {
  readonly call: Call;
  /** Time after it at which the caller was first on a call again; null if they were not. */
  readonly reachedAt: number | null;
}

/** A tenant's queue, for display only. Times are ms since the epoch. */
export interface QueueStore {
  /** Counts the calls that wait for an agent, ringing or not. */
  waiting(tenantId: TenantId): Promise<number>;
  /** Returns the first calls of them, the longest waiting first. */
  waitingCallers(tenantId: TenantId, limit: number): Promise<WaitingCaller[]>;
  /** Returns queue calls that nobody answered, newest first. */
  lostCallers(tenantId: TenantId, page: HistoryPage): Promise<LostCaller[]>;
  /**
   * Counts the calls that ring nobody at present and have waited for longer than this call. Counts
   * all that ring nobody if no call is given.
   */
  ahead(
    tenantId: TenantId,
    call: { readonly id: string; readonly placedAt: number } | null,
  ): Promise<number>;
  /**
   * Returns the average time that an agent spent on one of the last answered queue calls, with the
   * wrap-up. Null if no call was answered after `since`.
   */
  averageHandlingMs(tenantId: TenantId, since: number): Promise<number | null>;
}

/** The average is taken over this number of calls. */
export const averagedCalls = 20;
