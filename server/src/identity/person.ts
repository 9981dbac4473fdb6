import {
  plainLine,
  takesQueueCallsByDefault,
  type AgentRole,
  type CustomersSee,
  type PersonType,
} from "@synapse-voice/contract";
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
  /** The part of agents' names that a customer sees. Missing for agents, who see all. */
  readonly customersSee?: CustomersSee;
  /** Set if an admin decided whether the queue rings this agent. Else the role decides. */
  readonly takesQueueCalls?: boolean;
  /** True for a person who was invited and has not sent a request yet. */
  readonly isInvited?: boolean;
  /** Origins of pages that may send requests for the tenant. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Returns a record with the names as they read. Records of older versions and of other programs may
 * have marks in them that hide or reorder text.
 */
export const withPlainNames = <T extends Pick<Person, "firstName" | "lastName">>(record: T): T => ({
  ...record,
  firstName: plainLine(record.firstName),
  lastName: plainLine(record.lastName),
});

/** Returns the full name, or an empty text if the record has none. */
export const nameOf = (person: Pick<Person, "firstName" | "lastName">): string =>
  `${person.firstName} ${person.lastName}`.trim();

/** Returns true if the queue may ring the person. Customers never get calls of the queue. */
export const takesQueueCalls = ({
  role,
  takesQueueCalls: decided,
}: Pick<Person, "role" | "takesQueueCalls">): boolean =>
  role !== null && (decided ?? takesQueueCallsByDefault(role));
