import type { Customer, CustomerChange } from "@synapse-voice/contract";
import type { TenantId } from "../identity/tenant-id.ts";

export interface CustomerStore {
  /**
   * Finds active customers of the tenant whose name or email contains every word, by last name.
   * Without words it finds all of them.
   */
  find(tenantId: TenantId, words: readonly string[], limit: number): Promise<Customer[]>;
  /** Changes an active customer. Returns null if the tenant has no such customer. */
  change(tenantId: TenantId, userId: string, change: CustomerChange): Promise<Customer | null>;
  /** Lists customers who were removed and not erased. The one who was removed last comes first. */
  removed(tenantId: TenantId, limit: number): Promise<Customer[]>;
  /**
   * Deactivates a customer. Their account is to be closed then, if it is ours. Does nothing if it
   * is repeated. Returns false if the tenant has no such customer.
   */
  remove(tenantId: TenantId, userId: string, now: number): Promise<boolean>;
  /** Erases the data of a customer who was removed. Returns false if there is no such customer. */
  erase(tenantId: TenantId, userId: string, by: string, now: number): Promise<boolean>;
}
