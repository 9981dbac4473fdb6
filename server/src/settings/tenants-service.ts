import type {
  InviteAgent,
  InviteCustomer,
  ReplyOf,
  TenantSettings,
  TenantSettingsChange,
  inviteAgent,
} from "@synapse-voice/contract";
import type { Provisioning } from "../identity/accounts/provisioning.ts";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../identity/person.ts";
import type { TenantStore } from "./store/tenant-store.ts";
import { lastAdmin } from "./team-service.ts";

/** Ends the calls, offers and sessions of a person who was removed. */
export interface CallsOfRemovedPeople {
  personRemoved(tenantId: string, userId: string): Promise<void>;
}

type InvitedPerson = ReplyOf<typeof inviteAgent>;

/** The settings and people of a tenant, as its admins manage them. */
export interface TenantsService {
  settings(admin: Person): Promise<TenantSettings>;
  changeSettings(admin: Person, change: TenantSettingsChange): Promise<TenantSettings>;
  inviteAgent(admin: Person, invitation: InviteAgent): Promise<InvitedPerson>;
  inviteCustomer(admin: Person, invitation: InviteCustomer): Promise<InvitedPerson>;
  /** Removes an agent from the tenant. Repeat it after a failure to complete it. */
  removeAgent(admin: Person, userId: string): Promise<{ supabaseUserId: string }>;
}

export interface TenantsServiceDeps {
  readonly store: TenantStore;
  readonly provisioning: Provisioning;
  readonly calls: CallsOfRemovedPeople;
  readonly clock: Clock;
}

export function createTenantsService({
  store,
  provisioning,
  calls,
  clock,
}: TenantsServiceDeps): TenantsService {
  const invite = async (
    { tenantId }: Person,
    names: InviteCustomer,
    role: InviteAgent["role"] | null,
  ): Promise<InvitedPerson> => {
    const { email, firstName, lastName, phone } = names;
    const { userId, hadAccount } = await provisioning.provision({
      email,
      firstName,
      lastName,
      phone,
      role,
      tenant: { id: tenantId },
    });
    return { supabaseUserId: userId, email, ...(hadAccount ? { hadAccount } : {}) };
  };
  return {
    settings: ({ tenantId }) => store.settings(tenantId),
    async changeSettings({ tenantId }, { allowedOrigins, ...change }) {
      return store.changeSettings(
        tenantId,
        allowedOrigins
          ? { ...change, allowedOrigins: [...new Set(allowedOrigins.map(normaliseOrigin))] }
          : change,
      );
    },
    inviteAgent: (admin, { role, ...names }) => invite(admin, names, role),
    inviteCustomer: (admin, names) => invite(admin, names, null),
    async removeAgent({ tenantId }, userId) {
      const removal = await store.removeAgent(tenantId, userId, clock.now());
      if (removal === "not_found") throw new RefusalError("person_not_found");
      if (removal === "last_admin") throw lastAdmin();
      await calls.personRemoved(tenantId, userId);
      return { supabaseUserId: userId };
    },
  };
}

/**
 * Returns an origin as browsers send it: in lower case, in ASCII and without a default port. A list
 * with another spelling would never match.
 */
function normaliseOrigin(origin: string): string {
  const url = URL.parse(origin);
  if (!url || url.username !== "" || url.password !== "" || url.hostname.includes("*"))
    throw new RefusalError("invalid_request", {
      detail: "body.allowedOrigins: expected origins of pages",
    });
  return url.origin;
}
