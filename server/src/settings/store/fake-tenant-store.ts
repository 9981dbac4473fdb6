import type { AgentRole, TenantSettings } from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import { settingsFrom } from "./stored-settings.ts";
import type { TenantStore } from "./tenant-store.ts";

interface FakeTenant {
  settings: TenantSettings;
  readonly agents: Map<string, { readonly role: AgentRole; active: boolean }>;
}

/** Tenants in memory. */
export interface FakeTenantStore extends TenantStore {
  readonly tenants: Map<string, FakeTenant>;
  addTenant(tenantId: string): void;
  addAgent(tenantId: string, userId: string, role: AgentRole): void;
}

export function createFakeTenantStore(): FakeTenantStore {
  const tenants = new Map<string, FakeTenant>();
  const find = (tenantId: string): FakeTenant => {
    const tenant = tenants.get(tenantId);
    if (!tenant) throw new RefusalError("not_provisioned");
    return tenant;
  };
  return {
    tenants,
    addTenant: (tenantId) =>
      void tenants.set(tenantId, { settings: settingsFrom({}, []), agents: new Map() }),
    addAgent: (tenantId, userId, role) =>
      void find(tenantId).agents.set(userId, { role, active: true }),
    settings: async (tenantId) => find(tenantId).settings,
    async changeSettings(tenantId, change) {
      const tenant = find(tenantId);
      const { allowedOrigins = [], ...settings } = { ...tenant.settings, ...change };
      tenant.settings = settingsFrom(settings, allowedOrigins);
      return tenant.settings;
    },
    async removeAgent(tenantId, userId) {
      const { agents } = find(tenantId);
      const agent = agents.get(userId);
      if (!agent) return "not_found";
      const hasOtherAdmin = [...agents].some(
        ([id, other]) => id !== userId && other.active && other.role === "ADMIN",
      );
      if (!hasOtherAdmin) return "last_admin";
      agent.active = false;
      return "removed";
    },
  };
}
