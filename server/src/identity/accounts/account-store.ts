import type { AgentRole } from "@synapse-voice/contract";
import type { PeopleDirectory } from "../person.ts";

/** A person to be put into our tables. */
export interface NewPerson {
  /** The tenant they belong to, or the name of one to be made with them. */
  readonly tenant: { readonly id: string } | { readonly name: string };
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Null makes a portal customer. */
  readonly role: AgentRole | null;
}

/**
 * People and the accounts on their way to become people. Those belong to no tenant yet, so these
 * methods, alone among stores, take none.
 */
export interface AccountStore extends PeopleDirectory {
  /** Notes, before the Supabase user is made, that one is on its way. */
  addPending(supabaseUserId: string, email: string, now: number): Promise<void>;
  /**
   * In one transaction: the pending row goes, the person (and tenant) comes. False, and nothing
   * done, where the row is gone or abandoned.
   */
  finish(
    supabaseUserId: string,
    person: NewPerson,
    now: number,
  ): Promise<{ readonly tenantId: string } | null>;
  /**
   * From now on `finish` does nothing. False where there is no such row: it was finished or
   * removed.
   */
  abandon(supabaseUserId: string, now: number): Promise<boolean>;
  removePending(supabaseUserId: string): Promise<void>;
  /** Ids of rows made before that time, oldest first. */
  pendingBefore(time: number, limit: number): Promise<readonly string[]>;
}
