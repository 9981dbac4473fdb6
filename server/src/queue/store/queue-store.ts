import type { TenantId } from "../../identity/tenant-id.ts";

/**
 * What the queue of a tenant looks like, to look at and not to decide by. Times are ms since the
 * epoch.
 */
export interface QueueStore {
  /** Calls that wait for an agent, ringing or not. */
  waiting(tenantId: TenantId): Promise<number>;
  /**
   * Calls that ring nobody at present and have waited for longer than this one; all that ring
   * nobody where none is given.
   */
  ahead(
    tenantId: TenantId,
    call: { readonly id: string; readonly placedAt: number } | null,
  ): Promise<number>;
  /**
   * How long the last answered queue calls took an agent on average, with the work after them, ms;
   * null where there was none since `since`.
   */
  handlingTime(tenantId: TenantId, since: number): Promise<number | null>;
}

/** So many calls make the average. */
export const handledCalls = 20;
