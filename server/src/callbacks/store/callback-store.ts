import type { CallbackStatus } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";

/** Who has taken a callback on. */
export interface Claimer {
  readonly supabaseUserId: string;
  readonly name: string;
}

/** A customer's wish to be called back, as it is stored. Times are ms since the epoch. */
export interface CallbackTask {
  readonly id: string;
  readonly status: CallbackStatus;
  readonly customer: { readonly supabaseUserId: string; readonly name: string };
  readonly topic: string;
  readonly callId: string | null;
  readonly requestedAt: number;
  readonly claimedBy: Claimer | null;
  readonly doneAt: number | null;
}

/** A wish that has just been made. */
export type Wish = Pick<CallbackTask, "customer" | "topic" | "callId" | "requestedAt">;

/**
 * Callbacks: of each customer at most one is to do. Those of customers who were removed are not
 * listed.
 */
export interface CallbackStore {
  /**
   * A second wish of a customer changes the one that is to do: its topic, and its call where the
   * new one names one. Its place stays.
   */
  request(tenantId: TenantId, wish: Wish): Promise<CallbackTask>;
  find(tenantId: TenantId, id: string): Promise<CallbackTask | null>;
  /** Open and claimed ones, the oldest, oldest first. */
  toDo(tenantId: TenantId, limit: number): Promise<CallbackTask[]>;
  /** The last ones that were done, newest first. */
  done(tenantId: TenantId, limit: number): Promise<CallbackTask[]>;
  /** Takes an open one on; one of many who try at once does, if they are an agent (still). */
  claim(tenantId: TenantId, id: string, agent: Claimer, now: number): Promise<CallbackTask | null>;
  /** Ends one that this agent has taken on. */
  finish(
    tenantId: TenantId,
    id: string,
    agentId: string,
    now: number,
  ): Promise<CallbackTask | null>;
  /**
   * Opens one that stands as given. Where the customer has another one to do by now, that stands
   * for both.
   */
  reopen(
    tenantId: TenantId,
    task: Pick<CallbackTask, "id" | "status" | "customer" | "claimedBy">,
  ): Promise<CallbackTask | null>;
  /** True where the call is one that this customer placed or was called by. */
  isCallOf(tenantId: TenantId, callId: string, customerId: string): Promise<boolean>;
}
