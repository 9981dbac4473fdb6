import type { Clock } from "@synapse-voice/platform/clock";
import type { Logger } from "pino";
import { createCustomerRemoval } from "../customers/customer-removal.ts";
import type { CustomerStore } from "../customers/customer-store.ts";
import { createAccountClosing } from "../identity/accounts/account-closing.ts";
import type { AccountStore } from "../identity/accounts/account-store.ts";
import { createInvitationsService } from "../identity/accounts/invitations-service.ts";
import type { Provisioning } from "../identity/accounts/provisioning.ts";
import type { SupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import type { TenantStore } from "../settings/store/tenant-store.ts";
import { createTeamService } from "../settings/team-service.ts";
import { createTenantsService } from "../settings/tenants-service.ts";
import type { CallEngine } from "./compose-calls.ts";

export interface PeopleDeps {
  readonly accountStore: AccountStore;
  readonly customerStore: CustomerStore;
  readonly tenantStore: TenantStore;
  readonly supabaseAdmin: SupabaseAdmin;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes the services by which admins manage the people of their tenant. */
export function composePeople(
  { accountStore, customerStore, supabaseAdmin, tenantStore, clock, log }: PeopleDeps,
  engine: CallEngine,
  provisioning: Provisioning,
  deleteRecordings: () => Promise<void>,
) {
  const closeAccounts = createAccountClosing({ store: accountStore, admin: supabaseAdmin, log });
  const personRemoved = async (tenantId: string, userId: string): Promise<void> => {
    await engine.personRemoved(tenantId, userId);
    await closeAccounts();
  };
  const deleteAbandoned = () => provisioning.sweep();
  return {
    closeAccounts,
    team: createTeamService({ store: tenantStore, queue: engine.router, clock }),
    tenants: createTenantsService({
      store: tenantStore,
      provisioning,
      calls: { personRemoved },
      clock,
    }),
    invitations: createInvitationsService({
      store: accountStore,
      admin: supabaseAdmin,
      deleteAbandoned,
      closeAccounts,
      clock,
    }),
    customerRemoval: createCustomerRemoval({
      store: customerStore,
      personRemoved,
      deleteAbandoned,
      deleteRecordings,
      clock,
    }),
  };
}
