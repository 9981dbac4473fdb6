import type {
  TeamMember,
  TeamMemberChange,
  TenantSettings,
  TenantSettingsChange,
} from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/**
 * The result of removing an agent from a tenant. `last_admin`: they are the last admin who has
 * joined, so they were not removed.
 */
export type Removal = "removed" | "not_found" | "last_admin";

export interface TenantStore {
  settings(tenantId: TenantId): Promise<TenantSettings>;
  /** Changes only the fields that are given, also if another change runs at the same time. */
  changeSettings(tenantId: TenantId, change: TenantSettingsChange): Promise<TenantSettings>;
  /** Lists the active agents, those who are only invited included, by last name. */
  team(tenantId: TenantId): Promise<TeamMember[]>;
  /**
   * Changes an active agent. An agent who takes calls of the queue from now on is idle since now.
   * Changes nothing if the tenant would have no admin any more.
   */
  changeAgent(
    tenantId: TenantId,
    userId: string,
    change: TeamMemberChange,
    now: number,
  ): Promise<TeamMember | "not_found" | "last_admin">;
  /**
   * Deactivates an agent, deletes their devices and reopens the call-backs that they had claimed.
   * Their account is to be closed then, if it is ours. Returns `removed` again if it is repeated.
   */
  removeAgent(tenantId: TenantId, userId: string, now: number): Promise<Removal>;
}
