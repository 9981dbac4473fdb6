import type { TenantId } from "../../identity/tenant-id.ts";

/** Figures of a tenant's queue, for display only. Times are ms since the epoch. */
export interface QueueStore {
  /** Counts the calls that wait for an agent, ringing or not. */
  waiting(tenantId: TenantId): Promise<number>;
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
