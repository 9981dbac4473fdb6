import type { FeedHealth, WantedState } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";
import type { AgentPresence, AgentActivity } from "../agent-state.ts";

/** The report of a device: its presence. */
export interface DeviceRecord {
  readonly userId: string;
  readonly deviceId: string;
  readonly wantedState: WantedState;
  readonly feed: FeedHealth;
  readonly leaseUntil: number;
  /** The time of the report. An older report that arrives later changes nothing. */
  readonly lastSeenAt: number;
}

/** The result of a renewal, with figures of the tenant for the device. */
export interface PresenceRenewal {
  readonly activity: AgentActivity;
  /** True if the agent wanted calls, on a reachable device, before this renewal. */
  readonly wantedCallsBefore: boolean;
  /** The end of the device's lease. It differs from the report if the device has signed off since. */
  readonly leaseUntil: number;
  /** Calls that wait for an agent, ringing or not. */
  readonly waiting: number;
  /** Call-backs that nobody has claimed. */
  readonly openCallbacks: number;
}

/** A device that signs off. Times are ms since the epoch. */
export interface SignOff {
  readonly deviceId: string;
  readonly now: number;
  /** `now`, or the end of the time in which its page may load again. */
  readonly leaseUntil: number;
}

export interface AgentStore {
  /** Lists the agents of a tenant who have joined and are active, by last name. */
  list(tenantId: TenantId, now: number): Promise<AgentPresence[]>;
  find(tenantId: TenantId, userId: string, now: number): Promise<AgentPresence | null>;
  /**
   * Lists the agents who want calls of the queue, or take such calls and are on one, and those with
   * the given ids; by last name.
   */
  atWork(tenantId: TenantId, userIds: readonly string[], now: number): Promise<AgentPresence[]>;
  /** Returns true if the tenant has an agent other than this person who takes calls of the queue. */
  hasAgents(tenantId: TenantId, exceptUserId: string): Promise<boolean>;
  /**
   * Counts the agents who take calls of the queue, now or after their call and wrap-up, and those
   * of them whom the queue may ring now. An agent on a call who has gone away does not count.
   */
  headcount(
    tenantId: TenantId,
    now: number,
  ): Promise<{ readonly atWork: number; readonly free: number }>;
  /**
   * Returns the time until which a device that wants calls could be reached. It may be in the
   * future. Null if there was none, also where the agent has gone away since.
   */
  lastWantedCallsAt(tenantId: TenantId): Promise<number | null>;
  /**
   * Renews a device's lease, in one round trip, because every device does this every ten seconds.
   * An agent who wants calls now and did not before is idle since now. Also deletes the agent's
   * devices that were not seen for a day. Returns null if there is no such agent.
   */
  renew(tenantId: TenantId, device: DeviceRecord): Promise<PresenceRenewal | null>;
  /**
   * Records that a device, also an unknown one, can't be reached any more, and until when it may
   * come back. A report from before `now` that arrives later does not renew it.
   */
  signOff(tenantId: TenantId, userId: string, device: SignOff): Promise<void>;
  /**
   * Records the end of an answered call. The agent is idle after the wrap-up, or from now on if
   * there is none.
   */
  callEnded(
    tenantId: TenantId,
    userId: string,
    now: number,
    wrapUpUntil: number | null,
  ): Promise<void>;
  /** Ends the agent's wrap-up. Returns false if there was none. */
  endWrapUp(tenantId: TenantId, userId: string, now: number): Promise<boolean>;
}

/**
 * The most devices of an agent: far more than one has. A new one takes the place of the one that
 * was seen longest ago. The trigger `agent_device_limit` enforces this in the database.
 */
export const maxDevicesPerAgent = 50;

/** Devices that were not seen for this time are deleted. */
export const deviceRetentionMs = 24 * 3_600_000;
