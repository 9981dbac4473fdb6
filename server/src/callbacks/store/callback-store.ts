import type { CallbackStatus } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/** An agent who claims a call-back. */
export interface Claimer {
  readonly userId: string;
  readonly name: string;
}

/** A customer's request for a call-back, as it is stored. Times are ms since the epoch. */
export interface CallbackTask {
  readonly id: string;
  readonly status: CallbackStatus;
  readonly customer: { readonly userId: string; readonly name: string };
  readonly topic: string;
  readonly callId: string | null;
  readonly requestedAt: number;
  /** Null for as soon as possible. */
  readonly preferredAt: number | null;
  readonly claimedBy: Claimer | null;
  readonly doneAt: number | null;
}

/** A request that has just been made. Without `preferredAt`, that of an earlier one stays. */
export type CallbackRequest = Pick<CallbackTask, "customer" | "topic" | "callId" | "requestedAt"> &
  Partial<Pick<CallbackTask, "preferredAt">>;

/** A change by the customer. What is left out stays. */
export type CallbackChange = Partial<Pick<CallbackTask, "topic" | "preferredAt">>;

/**
 * Call-backs. Each customer has at most one that is not done. Those of removed customers are not
 * listed.
 */
export interface CallbackStore {
  /**
   * Adds a call-back. If the customer has one that is not done, its topic is replaced, and its call
   * if the request names one. Its time stays.
   */
  request(tenantId: TenantId, request: CallbackRequest): Promise<CallbackTask>;
  find(tenantId: TenantId, id: string): Promise<CallbackTask | null>;
  /** Returns the customer's call-back that is not done. */
  findOwn(tenantId: TenantId, customerId: string): Promise<CallbackTask | null>;
  /** Changes the customer's call-back that is not done. Returns null if there is none. */
  changeOwn(
    tenantId: TenantId,
    customerId: string,
    change: CallbackChange,
  ): Promise<CallbackTask | null>;
  /** Deletes the customer's call-back that is not done. Returns false if there is none. */
  withdraw(tenantId: TenantId, customerId: string): Promise<boolean>;
  /** Lists open and claimed ones, in the order in which they are due, then oldest first. */
  toDo(tenantId: TenantId, limit: number): Promise<CallbackTask[]>;
  /** Lists those that are done, newest first. */
  done(tenantId: TenantId, limit: number): Promise<CallbackTask[]>;
  /**
   * Claims an open one. Returns null if it is not open any more, or if the person is not an active
   * agent. Of several agents at the same time, one succeeds.
   */
  claim(tenantId: TenantId, id: string, agent: Claimer, now: number): Promise<CallbackTask | null>;
  /** Ends one that this agent has claimed. Returns null if they have not. */
  finish(
    tenantId: TenantId,
    id: string,
    agentId: string,
    now: number,
  ): Promise<CallbackTask | null>;
  /**
   * Reopens one if its status and claimer are still as given, else returns null. If the customer
   * has requested another one since, that one is returned instead.
   */
  reopen(
    tenantId: TenantId,
    task: Pick<CallbackTask, "id" | "status" | "customer" | "claimedBy">,
  ): Promise<CallbackTask | null>;
  /** Returns true if the customer placed the call or was called. */
  isCallOf(tenantId: TenantId, callId: string, customerId: string): Promise<boolean>;
}
