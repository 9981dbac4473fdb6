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
  addAgent(tenantId: string, supabaseUserId: string, role: AgentRole): void;
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
    addAgent: (tenantId, supabaseUserId, role) =>
      void find(tenantId).agents.set(supabaseUserId, { role, active: true }),
    settings: async (tenantId) => find(tenantId).settings,
    async changeSettings(tenantId, change) {
      const tenant = find(tenantId);
      const { allowedOrigins = [], ...settings } = { ...tenant.settings, ...change };
      tenant.settings = settingsFrom(settings, allowedOrigins);
      return tenant.settings;
    },
    async removeAgent(tenantId, supabaseUserId) {
      const { agents } = find(tenantId);
      const agent = agents.get(supabaseUserId);
      if (!agent) return "not_found";
      const others = [...agents].some(
        ([id, other]) => id !== supabaseUserId && other.active && other.role === "ADMIN",
      );
      if (!others) return "last_admin";
      agent.active = false;
      return "removed";
    },
  };
}
