import {
  takesQueueCallsByDefault,
  type AgentRole,
  type TeamMember,
  type TenantSettings,
} from "@synapse-voice/contract";
import { RefusalError } from "@synapse-voice/platform/errors";
import { settingsFrom, storedAfter } from "./stored-settings.ts";
import type { TenantStore } from "./tenant-store.ts";

interface FakeAgent {
  readonly role: AgentRole;
  readonly takesQueueCalls: boolean | null;
  readonly active: boolean;
  readonly invitedAt: string | null;
  readonly phone: string | null;
}

interface FakeTenant {
  settings: TenantSettings;
  readonly agents: Map<string, FakeAgent>;
}

/** Tenants in memory. */
export interface FakeTenantStore extends TenantStore {
  readonly tenants: Map<string, FakeTenant>;
  addTenant(tenantId: string): void;
  addAgent(tenantId: string, userId: string, role: AgentRole, invitedAt?: string): void;
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
    addAgent: (tenantId, userId, role, invitedAt) =>
      void find(tenantId).agents.set(userId, {
        role,
        takesQueueCalls: null,
        active: true,
        invitedAt: invitedAt ?? null,
        phone: null,
      }),
    settings: async (tenantId) => find(tenantId).settings,
    async changeSettings(tenantId, change) {
      const tenant = find(tenantId);
      const { allowedOrigins, ...settings } = change;
      tenant.settings = settingsFrom(
        storedAfter(tenant.settings, settings),
        allowedOrigins ?? tenant.settings.allowedOrigins,
      );
      return tenant.settings;
    },
    team: async (tenantId) =>
      [...find(tenantId).agents]
        .filter(([, { active }]) => active)
        .map(([userId, agent]) => toMember(userId, agent))
        .toSorted((a, b) => (a.supabaseUserId < b.supabaseUserId ? -1 : 1)),
    async changeAgent(tenantId, userId, change) {
      const { agents } = find(tenantId);
      const agent = agents.get(userId);
      if (!agent?.active) return "not_found";
      const role = change.role ?? agent.role;
      if (agent.role === "ADMIN" && role !== "ADMIN" && !hasOtherAdmin(agents, userId))
        return "last_admin";
      const takesQueueCalls =
        change.takesQueueCalls === undefined ? agent.takesQueueCalls : change.takesQueueCalls;
      const phone = change.phone === undefined ? agent.phone : change.phone;
      const changed = { ...agent, role, takesQueueCalls, phone };
      agents.set(userId, changed);
      return toMember(userId, changed);
    },
    async removeAgent(tenantId, userId) {
      const { agents } = find(tenantId);
      const agent = agents.get(userId);
      if (!agent) return "not_found";
      if (!hasOtherAdmin(agents, userId)) return "last_admin";
      agents.set(userId, { ...agent, active: false });
      return "removed";
    },
  };
}

const hasOtherAdmin = (agents: ReadonlyMap<string, FakeAgent>, userId: string): boolean =>
  [...agents].some(
    ([id, { active, role, invitedAt }]) =>
      id !== userId && active && role === "ADMIN" && invitedAt === null,
  );

const toMember = (
  supabaseUserId: string,
  { role, takesQueueCalls, invitedAt, phone }: FakeAgent,
): TeamMember => ({
  supabaseUserId,
  firstName: "",
  lastName: "",
  email: "",
  role,
  takesQueueCalls: takesQueueCalls ?? takesQueueCallsByDefault(role),
  invitedAt,
  phone,
});
