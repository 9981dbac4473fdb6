import type { AgentRole, PersonType } from "@synapse-voice/contract";
import type { TenantId } from "./tenant-id.ts";

/** An active person of a tenant: an agent or a customer. */
export interface Person {
  readonly userId: string;
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly type: PersonType;
  /** Null for customers. */
  readonly role: AgentRole | null;
  readonly firstName: string;
  readonly lastName: string;
  /** The id of the customer's row; null for agents. */
  readonly portalCustomerId: string | null;
  /** Origins of pages that may send requests for the tenant. */
  readonly allowedOrigins: readonly string[];
}

/** Returns the full name, or an empty text if the record has none. */
export const nameOf = (person: Pick<Person, "firstName" | "lastName">): string =>
  `${person.firstName} ${person.lastName}`.trim();
