import type { TenantSettings, TenantSettingsChange } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/**
 * The result of removing an agent from a tenant. `last_admin`: they are the last admin, so they
 * were not removed.
 */
export type Removal = "removed" | "not_found" | "last_admin";

export interface TenantStore {
  settings(tenantId: TenantId): Promise<TenantSettings>;
  /** Changes only the fields that are given, also if another change runs at the same time. */
  changeSettings(tenantId: TenantId, change: TenantSettingsChange): Promise<TenantSettings>;
  /**
   * Deactivates an agent, deletes their devices and reopens the call-backs that they had claimed.
   * Returns `removed` again if it is repeated.
   */
  removeAgent(tenantId: TenantId, userId: string, now: number): Promise<Removal>;
}
