import type { TenantId } from "../../identity/tenant-id.ts";
import type { Call } from "../domain/call.ts";
import type { RecipientEvent } from "../domain/events.ts";

/** The calls that a person is engaged in, at one moment. */
export interface Engagements {
  /** Id of the live call that this person placed. */
  readonly outgoing: string | null;
  /** Id of that call while it is not answered. */
  readonly placing: string | null;
  /** Id of the call on which this person is connected and has nobody on hold. */
  readonly connected: string | null;
  /** Ids of the calls that ring this person, sorted. */
  readonly ringing: readonly string[];
}

/**
 * Precondition: write only if the person's engagements are unchanged. Until the commit, the person
 * starts and answers no other call, and nobody starts a call to them.
 */
export interface Precondition {
  readonly userId: string;
  readonly engagements: Engagements;
}

/** One page of a person's calls. */
export interface HistoryPage {
  readonly limit: number;
  /** Id of the last call on the previous page. */
  readonly before: string | null;
}

/** A command that was sent with an idempotency key, and the call that it led to. */
export interface RecordedCommand {
  readonly command: string;
  readonly callId: string;
}

/** The position of a person's last event. `writtenAt` in ms since the epoch. */
export interface LastEvent {
  readonly cursor: string;
  readonly writtenAt: number | null;
}

/** The calls of one tenant, in a transaction or without one. */
export interface CallStore {
  /** Returns a call with its legs and offers, as they are at one moment. */
  find(callId: string): Promise<Call | null>;
  /** Returns a call and a person's engagements, as they are at one moment. */
  findWithEngagements(
    callId: string,
    userId: string,
  ): Promise<{ readonly call: Call; readonly engagements: Engagements } | null>;
  /** Locks these calls until the transaction ends. */
  lockCalls(callIds: readonly string[]): Promise<void>;
  /** Locks one call, or returns false if another transaction has it. */
  tryLock(callId: string): Promise<boolean>;
  /**
   * Writes a new call with its legs, offers and events. Throws {@link AlreadyCalling} if the caller
   * has a live outgoing call, and {@link RoomTaken} if its room is another call's.
   */
  insert(call: Call, events: readonly RecipientEvent[], now: number): Promise<void>;
  /**
   * Writes a change with its legs, offers and events, in one statement. Returns false if the call
   * is no longer at `before`'s version, or the precondition is not met. Throws {@link PartyBusy} if
   * a party is connected on another call.
   */
  save(
    before: Call,
    after: Call,
    events: readonly RecipientEvent[],
    now: number,
    precondition?: Precondition,
  ): Promise<boolean>;
  /** Returns true if a call of the tenant has a room of that name. */
  isRoomInUse(roomName: string): Promise<boolean>;
  /**
   * Locks these people until the transaction ends. Others can't start calls from or to them
   * meanwhile, and they can't answer.
   */
  lockPeople(people: readonly string[]): Promise<void>;
  /**
   * Locks the tenant's queue until the transaction ends. Others can't assign waiting calls
   * meanwhile.
   */
  lockQueue(): Promise<void>;
  /**
   * Locks the tenant's last capacity until the transaction ends. Starts near the limit wait for
   * this lock.
   */
  lockCapacity(): Promise<void>;
  engagementsOf(userId: string): Promise<Engagements>;
  /**
   * Returns the live call that rings for `userId` and was placed by `callerId` or, if that is null,
   * by anyone who named this person.
   */
  ringingFrom(callerId: string | null, userId: string): Promise<string | null>;
  /** Returns the live calls of a person and, with `since`, also the calls of events after it. */
  liveCalls(userId: string, since: string | null): Promise<Call[]>;
  /** Returns the position of a person's last event. The cursor is "0" if there is none. */
  lastEvent(userId: string): Promise<LastEvent>;
  /** Returns the number of the tenant's calls that are not over. */
  countLive(): Promise<number>;
  /** Returns the unanswered calls that name nobody, the longest waiting first. */
  waitingCalls(): Promise<Call[]>;
  history(userId: string, page: HistoryPage): Promise<Call[]>;
  /** Returns the ids of live calls in which a person takes part or is being rung. */
  callsInvolving(userId: string): Promise<string[]>;
  recordedCommand(userId: string, key: string): Promise<RecordedCommand | null>;
  recordCommand(userId: string, key: string, command: RecordedCommand, now: number): Promise<void>;
}

/** The calls of a tenant, to read. */
export type CallReads = Pick<
  CallStore,
  | "find"
  | "findWithEngagements"
  | "isRoomInUse"
  | "liveCalls"
  | "lastEvent"
  | "history"
  | "waitingCalls"
  | "countLive"
  | "callsInvolving"
  | "engagementsOf"
  | "ringingFrom"
  | "recordedCommand"
>;

/** Reads outside any transaction. */
export type CallReader = (tenantId: TenantId) => CallReads;

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

/** A call of any tenant, by its address. */
export interface CallAddress {
  readonly tenantId: TenantId;
  readonly callId: string;
}
