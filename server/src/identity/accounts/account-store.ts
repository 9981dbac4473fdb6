import type { AgentRole, PersonType } from "@synapse-voice/contract";
import type { Arrivals, PeopleDirectory } from "../people-directory.ts";

/** A person who is about to be added. */
export interface NewPerson {
  /** The tenant they join, or the name of a tenant that is created with them. */
  readonly tenant: { readonly id: string } | { readonly name: string };
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** In E.164. Undefined leaves that of a person who was in the tenant before. */
  readonly phone?: string | null | undefined;
  /** Null for a customer. */
  readonly role: AgentRole | null;
}

/** A person's place in a tenant. They keep it when they are removed, and are not active then. */
export interface Membership {
  readonly tenantId: string;
  readonly type: PersonType;
  readonly isActive: boolean;
}

/** A person who was invited and has not joined yet. */
export interface InvitedPerson {
  readonly userId: string;
  readonly email: string;
}

/** Returns the type of a person: an agent has a role, and a customer has none. */
export const typeOf = ({ role }: Pick<NewPerson, "role">): PersonType =>
  role === null ? "PORTAL_CUSTOMER" : "CRM_USER";

export interface JoinOptions {
  readonly tokensValidFrom?: number | undefined;
  readonly ownsAccount?: boolean;
}

/**
 * People and pending accounts. A pending account belongs to no tenant yet. So these methods, unlike
 * those of other stores, take no tenant.
 */
export interface AccountStore extends PeopleDirectory, Arrivals {
  /** Records a pending account, before its Supabase user is created. */
  addPending(userId: string, email: string, now: number): Promise<void>;
  /**
   * Replaces the pending account by a person, and creates their tenant if it is new, in one
   * transaction. A person of an existing tenant is invited. Returns null and does nothing if the
   * account is not pending or is abandoned.
   */
  finish(
    userId: string,
    person: NewPerson,
    now: number,
  ): Promise<{ readonly tenantId: string } | null>;
  /**
   * Abandons a pending account, so that `finish` does nothing from now on. Returns false if the
   * account is not pending, because it was finished or removed.
   */
  abandon(userId: string, now: number): Promise<boolean>;
  removePending(userId: string): Promise<void>;
  /** Finds the tenant of a user, or returns `pending` if their account is still being created. */
  findMembership(userId: string): Promise<Membership | "pending" | null>;
  /**
   * Adds a user to a tenant who is in none, or activates a member and sets name, email and role.
   * They are invited then. Access tokens that were issued before `tokensValidFrom` are refused.
   * `ownsAccount` is false if the account of a new member belongs to others. Returns false and does
   * nothing if they are in another tenant, of another type or pending.
   */
  join(
    userId: string,
    person: Omit<NewPerson, "tenant">,
    tenantId: string,
    now: number,
    options?: JoinOptions,
  ): Promise<boolean>;
  /** Lists the user ids of accounts that are pending since before this time, oldest first. */
  pendingBefore(time: number, limit: number): Promise<readonly string[]>;
  /** Returns the name of a tenant. */
  tenantName(tenantId: string): Promise<string>;
  /** Finds a person of a tenant who was invited and has not joined. */
  findInvited(tenantId: string, userId: string): Promise<InvitedPerson | null>;
  /** Records that a person was invited again. */
  invitedAgain(userId: string, now: number): Promise<void>;
  /**
   * Ends an invitation and erases the person. Their account is pending and abandoned then, if it is
   * ours. A person whom calls, call-backs or notes name was here before, so they are only removed
   * again, and their account is to be closed. Returns false if they have joined.
   */
  revoke(tenantId: string, userId: string, now: number): Promise<boolean>;
  /** Returns true if the person's account was made for the product, or by an invitation to it. */
  ownsAccount(userId: string): Promise<boolean>;
  /** Lists the user ids of removed people whose account is still open. */
  accountsToClose(limit: number): Promise<readonly string[]>;
  /**
   * Records that the account of a removed person is closed. Returns false if it should not be,
   * because they were taken back meanwhile.
   */
  accountClosed(userId: string): Promise<boolean>;
}
