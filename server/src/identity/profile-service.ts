import type { LiveUpdates, ReplyOf, me } from "@synapse-voice/contract";
import type { Person } from "./person.ts";
import type { TenantId } from "./tenant-id.ts";

export interface ProfileService {
  /** Describes a person to their own page. */
  me(person: Person): Promise<ReplyOf<typeof me>>;
}

export interface ProfileServiceDeps {
  /** Returns the address of the portal of a tenant's customers; null if there is none. */
  portalUrlOf(tenantId: TenantId): Promise<string | null>;
  /** Returns true if the database has all that Realtime needs. */
  isRealtimeSetUp(): Promise<boolean>;
}

export function createProfileService({
  portalUrlOf,
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
      return type === "PORTAL_CUSTOMER"
        ? { ...person, portalUrl: await portalUrlOf(tenantId), liveUpdates: null }
        : { ...person, portalUrl: null, liveUpdates: await liveUpdates() };
    },
  };
}
