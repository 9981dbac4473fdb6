import type { Customer } from "@synapse-voice/contract";
import type { TenantId } from "../identity/tenant-id.ts";

export interface CustomerStore {
  /**
   * Active customers of the tenant in whose name or email every word occurs, by last name; all of
   * them where there is no word.
   */
  find(tenantId: TenantId, words: readonly string[], limit: number): Promise<Customer[]>;
}
