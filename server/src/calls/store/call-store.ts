import type { AgentStore } from "../../agents/store/agent-store.ts";
import type { TenantId } from "../../identity/tenant-id.ts";
import type { Call } from "../domain/call.ts";
import type { RecipientEvent } from "../domain/events.ts";

/** What a person is engaged in, at one moment. */
export interface Engagements {
  /** The live call that this person placed. */
  readonly outgoing: string | null;
  /** The same, as long as nobody has answered it. */
  readonly placing: string | null;
  /** The call that this person is connected on and does not hold. */
  readonly connected: string | null;
  /** The calls that ring this person, sorted. */
  readonly ringing: readonly string[];
}

/**
 * Precondition of a change: write it only if the person's engagements are as they were read. Until
 * the change is committed they start and answer nothing else, and nobody starts a call to them.
 */
export interface Precondition {
  readonly userId: string;
  readonly engagements: Engagements;
}

/** One page of a person's calls. */
export interface HistoryPage {
  readonly limit: number;
  /** Id of the last call of the page before. */
  readonly before: string | null;
}

/** The call that a named command led to. */
export interface NamedCommand {
  readonly command: string;
  readonly callId: string;
}

/** How far the events for a person have come. `writtenAt` in ms since the epoch. */
export interface LastEvent {
  readonly cursor: string;
  readonly writtenAt: number | null;
}

/** The calls of one tenant, within one transaction or outside any. */
export interface CallStore {
  /** A call with its legs and offers, as they are at one moment. */
  find(callId: string): Promise<Call | null>;
  /** The same, and what a person is engaged in at that moment. */
  findWithEngagements(
    callId: string,
    userId: string,
  ): Promise<{ readonly call: Call; readonly engagements: Engagements } | null>;
  /** Keeps others off these calls until the transaction ends. */
  lockCalls(callIds: readonly string[]): Promise<void>;
  /** The same of one call; false where another server has it at the moment. */
  tryLock(callId: string): Promise<boolean>;
  /**
   * Writes a new call with its legs, offers and events. Throws {@link AlreadyCalling} where the
   * caller has a live outgoing call, {@link RoomTaken} where its room is another call's.
   */
  insert(call: Call, events: readonly RecipientEvent[], now: number): Promise<void>;
  /**
   * Writes a change with its legs, offers and events, in one statement. False where the call is no
   * longer at `before`'s version, or the precondition is not met. Throws {@link PartyBusy} where a
   * party is connected on another call.
   */
  save(
    before: Call,
    after: Call,
    events: readonly RecipientEvent[],
    now: number,
    precondition?: Precondition,
  ): Promise<boolean>;
  /** True where the room of that name is some call of the tenant's. */
  roomInUse(roomName: string): Promise<boolean>;
  /**
   * Until the transaction ends, nobody else starts a call from or to these people, and none of them
   * answers one.
   */
  lockPeople(people: readonly string[]): Promise<void>;
  /** Until the transaction ends, nobody else assigns waiting calls of this tenant to agents. */
  lockQueue(): Promise<void>;
  /**
   * Until the transaction ends, nobody else takes one of the last places that this tenant has for
   * calls.
   */
  lockPlaces(): Promise<void>;
  engagementsOf(userId: string): Promise<Engagements>;
  /**
   * The live call that rings for `userId`, placed by `callerId` or, where that is null, by anyone
   * who named this person.
   */
  ringingFrom(callerId: string | null, userId: string): Promise<string | null>;
  /** What is live for a person, and with `since` also what events after that cursor were about. */
  liveCalls(userId: string, since: string | null): Promise<Call[]>;
  /** The last event for a person; number "0" where there is none. */
  lastEvent(userId: string): Promise<LastEvent>;
  /** How many calls of the tenant are not over. */
  countLive(): Promise<number>;
  /** Unanswered calls that name nobody, longest waiting first. */
  waitingCalls(): Promise<Call[]>;
  history(userId: string, page: HistoryPage): Promise<Call[]>;
  /** Live calls in which a person is a party or is being rung. */
  callsInvolving(userId: string): Promise<string[]>;
  namedCommand(userId: string, key: string): Promise<NamedCommand | null>;
  nameCommand(userId: string, key: string, command: NamedCommand, now: number): Promise<void>;
}

/** The calls of a tenant, as they are at a look. */
export type CallReads = Pick<
  CallStore,
  | "find"
  | "findWithEngagements"
  | "roomInUse"
  | "liveCalls"
  | "lastEvent"
  | "history"
  | "waitingCalls"
  | "countLive"
  | "callsInvolving"
  | "engagementsOf"
  | "ringingFrom"
  | "namedCommand"
>;

/** The same outside any transaction: to look, not to decide. */
export type CallReader = (tenantId: TenantId) => CallReads;

/** What one transaction works on. */
export interface Stores {
  readonly calls: CallStore;
  readonly agents: AgentStore;
}

/**
 * Whether work is one transaction, or each of its statements is one by itself: cheaper where it
 * only looks, or writes one thing.
 */
export type Scope = "transaction" | "each statement";

/**
 * One unit of work: all of it or nothing, unless the scope says otherwise. It may run again from
 * the start where another got in its way.
 */
export type WithTransaction = <T>(
  tenantId: TenantId,
  work: (stores: Stores) => Promise<T>,
  scope?: Scope,
) => Promise<T>;

/** The database refused a second live outgoing call of one person. */
export class AlreadyCalling extends Error {
  override name = "AlreadyCalling";
}

/** The database refused a second call with a room of that name. */
export class RoomTaken extends Error {
  override name = "RoomTaken";
}

/** The database refused to connect a person who is connected on another call. */
export class PartyBusy extends Error {
  override name = "PartyBusy";
}

/** A call somewhere, by its address. */
export interface CallAddress {
  readonly tenantId: TenantId;
  readonly callId: string;
}

/** What the sweeper asks of the database; across tenants, since time passes for all of them. */
export interface SweepStore {
  /**
   * Live calls whose deadline has passed; with `leases` also those whose caller has not renewed in
   * time.
   */
  dueCalls(now: number, leases: boolean, limit: number): Promise<CallAddress[]>;
  /** Calls with a turn of the queue that has rung for its time. */
  turnsOver(now: number, limit: number): Promise<CallAddress[]>;
  /** Live calls of people, or offers to people, who were taken out of their tenant. */
  callsOfRemoved(limit: number): Promise<(CallAddress & { readonly userId: string })[]>;
  /** Calls by name that ring customers who are on another call by now. */
  ringsInVain(limit: number): Promise<CallAddress[]>;
  /** Connected calls of which a party has been gone for longer than its grace. */
  desertedCalls(now: number, limit: number): Promise<CallAddress[]>;
  /**
   * Takes up to `limit` connected calls whose room was not looked at since `before`, so that no
   * other server looks too.
   */
  claimMediaChecks(before: number, now: number, limit: number): Promise<CallAddress[]>;
  /** Calls that are over, ended before `before`, whose rooms may still exist. */
  roomsToDelete(
    before: number,
    limit: number,
  ): Promise<(CallAddress & { readonly roomName: string })[]>;
  roomDeleted(address: CallAddress, now: number): Promise<void>;
  /** Tenants in which calls wait for an agent. */
  tenantsWithWaitingCalls(): Promise<string[]>;
  /** Forgets events, webhook deliveries and command names older than `before`. */
  forget(before: number): Promise<void>;
}
