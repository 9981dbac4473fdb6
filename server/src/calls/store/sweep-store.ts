import type { CallAddress } from "./call-store.ts";

/** The sweeper's reads from the database, for the calls of all tenants. */
export interface SweepStore {
  /**
   * Returns live calls whose deadline has passed and, with `leases`, those whose caller has not
   * renewed in time.
   */
  dueCalls(now: number, leases: boolean, limit: number): Promise<CallAddress[]>;
  /** Returns calls with a turn of the queue that has rung for its time. */
  callsWithExpiredTurns(now: number, limit: number): Promise<CallAddress[]>;
  /** Returns live calls of people, or offers to people, who were removed from their tenant. */
  callsOfRemovedPeople(limit: number): Promise<(CallAddress & { readonly userId: string })[]>;
  /** Returns direct calls that ring customers who are on another call by now. */
  callsRingingBusyCustomers(limit: number): Promise<CallAddress[]>;
  /** Returns connected calls with a party that has not come back in time. */
  callsPastRejoinDeadline(now: number, limit: number): Promise<CallAddress[]>;
  /** Returns connected calls with a party whose network lets no sound through since `before`. */
  callsWithBlockedSound(before: number, limit: number): Promise<CallAddress[]>;
  /**
   * Claims up to `limit` connected calls whose room was not checked since `before`, so that no
   * other server checks it as well.
   */
  claimMediaChecks(before: number, now: number, limit: number): Promise<CallAddress[]>;
  /** Returns calls that ended before `before` and whose rooms may still exist. */
  roomsToDelete(
    before: number,
    limit: number,
  ): Promise<(CallAddress & { readonly roomName: string })[]>;
  markRoomDeleted(address: CallAddress, now: number): Promise<void>;
  /** Returns the tenants in which calls wait for an agent. */
  tenantsWithWaitingCalls(): Promise<string[]>;
  /**
   * Deletes events, webhook deliveries and recorded commands that are older than `before`, and
   * call-backs that were done 90 days earlier.
   */
  deleteOlderThan(before: number): Promise<void>;
}
