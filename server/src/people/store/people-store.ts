import type { FoundPerson } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/** Criteria for a person, who must fit each of them exactly. */
export interface PersonCriteria {
  readonly supabaseUserId?: string | undefined;
  /** In lower case. */
  readonly email?: string | undefined;
  /** In E.164. */
  readonly phone?: string | undefined;
}

/** Reads agents and customers of a tenant together. */
export interface PeopleStore {
  /**
   * Finds the active people of a tenant who meet all criteria, those who are only invited included,
   * by last name. Finds nobody without a criterion.
   */
  lookUp(tenantId: TenantId, criteria: PersonCriteria, limit: number): Promise<FoundPerson[]>;
}
