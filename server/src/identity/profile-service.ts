import type { LiveUpdates, ReplyOf, TenantSettings, me } from "@synapse-voice/contract";
import type { Person } from "./person.ts";
import type { TenantId } from "./tenant-id.ts";

export interface ProfileService {
  /** Describes a person to their own page. */
  me(person: Person): Promise<ReplyOf<typeof me>>;
}

type Addresses = Pick<TenantSettings, "portalUrl" | "crmUrl">;

export interface ProfileServiceDeps {
  /**
   * Returns the addresses that a tenant has set: the portal of its customers, and a customer in its
   * CRM. Null for what is not set.
   */
  addressesOf(tenantId: TenantId): Promise<Addresses>;
  /** Returns true if the database has all that Realtime needs. */
  isRealtimeSetUp(): Promise<boolean>;
}

export function createProfileService({
  addressesOf,
  isRealtimeSetUp,
}: ProfileServiceDeps): ProfileService {
  const liveUpdates = (): Promise<LiveUpdates | null> =>
    isRealtimeSetUp().then(
      (isSetUp) => (isSetUp ? "ready" : "not_set_up"),
      () => null,
    );
  return {
    async me({ userId, tenantId, type, role, firstName, lastName, tenantName }) {
      const person = { supabaseUserId: userId, type, role, firstName, lastName, tenantName };
      if (type === "PORTAL_CUSTOMER") {
        const { portalUrl } = await addressesOf(tenantId);
        return { ...person, portalUrl, crmUrl: null, liveUpdates: null };
      }
      const [{ crmUrl }, updates] = await Promise.all([addressesOf(tenantId), liveUpdates()]);
      return { ...person, portalUrl: null, crmUrl, liveUpdates: updates };
    },
  };
}
