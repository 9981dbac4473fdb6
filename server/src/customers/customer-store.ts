import type { Customer } from "@synapse-voice/contract";
import type { TenantId } from "../identity/tenant-id.ts";

export interface CustomerStore {
  /**
   * Finds active customers of the tenant whose name or email contains every word, by last name.
   * Without words it finds all of them.
   */
  find(tenantId: TenantId, words: readonly string[], limit: number): Promise<Customer[]>;
}
