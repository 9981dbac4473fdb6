import type { TenantSettings, TenantSettingsChange } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/**
 * What became of an attempt to take a CRM user out of the tenant. `last_admin`: nobody could manage
 * the tenant afterwards.
 */
export type Removal = "removed" | "not_found" | "last_admin";

export interface TenantStore {
  settings(tenantId: TenantId): Promise<TenantSettings>;
  /** What the change leaves out stays, also when another change comes at the same time. */
  changeSettings(tenantId: TenantId, change: TenantSettingsChange): Promise<TenantSettings>;
  /**
   * From then on the person is found no more, their devices are forgotten and the callbacks that
   * they had taken on are open again. Doing it again is `removed` too.
   */
  removeAgent(tenantId: TenantId, supabaseUserId: string, now: number): Promise<Removal>;
}
