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

/** Ends what a person who was taken out of the tenant still has to do with calls. */
export interface CallsOfRemoved {
  personRemoved(tenantId: string, supabaseUserId: string): Promise<void>;
}

type Invited = ReplyOf<typeof inviteAgent>;

/** What an admin does for their tenant. */
export interface TenantsService {
  settings(admin: Person): Promise<TenantSettings>;
  changeSettings(admin: Person, change: TenantSettingsChange): Promise<TenantSettings>;
  inviteAgent(admin: Person, invitation: InviteAgent): Promise<Invited>;
  inviteCustomer(admin: Person, invitation: InviteCustomer): Promise<Invited>;
  /** Takes a CRM user out of the tenant. Asking again after a failure completes it. */
  removeAgent(admin: Person, supabaseUserId: string): Promise<{ supabaseUserId: string }>;
}

export interface TenantsServiceParts {
  readonly store: TenantStore;
  readonly provisioning: Provisioning;
  readonly calls: CallsOfRemoved;
  readonly clock: Clock;
}

export function createTenantsService({
  store,
  provisioning,
  calls,
  clock,
}: TenantsServiceParts): TenantsService {
  const invite = async (
    { tenantId }: Person,
    names: InviteCustomer,
    role: InviteAgent["role"] | null,
  ): Promise<Invited> => {
    const { email, firstName, lastName } = names;
    const { supabaseUserId } = await provisioning.provision({
      email,
      firstName,
      lastName,
      role,
      tenant: { id: tenantId },
    });
    return { supabaseUserId, email };
  };
  return {
    settings: ({ tenantId }) => store.settings(tenantId),
    async changeSettings({ tenantId }, { allowedOrigins, ...change }) {
      return store.changeSettings(
        tenantId,
        allowedOrigins
          ? { ...change, allowedOrigins: [...new Set(allowedOrigins.map(asBrowsersNameIt))] }
          : change,
      );
    },
    inviteAgent: (admin, { role, ...names }) => invite(admin, names, role),
    inviteCustomer: (admin, names) => invite(admin, names, null),
    async removeAgent({ tenantId }, supabaseUserId) {
      const removal = await store.removeAgent(tenantId, supabaseUserId, clock.now());
      if (removal === "not_found") throw new RefusalError("person_not_found");
      if (removal === "last_admin")
        throw new RefusalError("forbidden", { detail: "A tenant keeps at least one admin" });
      await calls.personRemoved(tenantId, supabaseUserId);
      return { supabaseUserId };
    },
  };
}

/**
 * Browsers name an origin in lower case, in ASCII and without a default port; only what is listed
 * so is ever found.
 */
function asBrowsersNameIt(origin: string): string {
  const url = URL.parse(origin);
  if (!url || url.username !== "" || url.password !== "" || url.hostname.includes("*"))
    throw new RefusalError("invalid_request", {
      detail: "body.allowedOrigins: expected origins of pages",
    });
  return url.origin;
}
