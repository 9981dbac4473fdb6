import type { AgentRole, PersonType } from "@synapse-voice/contract";
import type { TenantId } from "./tenant-id.ts";

/** A provisioned, active person: whom a token, or a callee's id, stands for. */
export interface Person {
  readonly userId: string;
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly type: PersonType;
  /** Null for customers. */
  readonly role: AgentRole | null;
  readonly firstName: string;
  readonly lastName: string;
  /** Row of a portal customer; null for CRM users. */
  readonly portalCustomerId: string | null;
  /** Origins whose pages may act for the tenant. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Finds people by Supabase user id: first among CRM users, then among portal customers. Deactivated
 * people are not found.
 */
export interface PeopleDirectory {
  find(userId: string): Promise<Person | null>;
  /** Origins of all tenants, for preflight requests, which name nobody. */
  allOrigins(): Promise<readonly string[]>;
}

/** The name to show, empty where the record holds none. */
export const nameOf = (person: Pick<Person, "firstName" | "lastName">): string =>
  `${person.firstName} ${person.lastName}`.trim();
