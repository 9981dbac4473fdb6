import type { FeedHealth, WantedState } from "@synapse-voice/contract";
import type { TenantId } from "../../identity/tenant-id.ts";
import type { AgentPresence, AgentStanding } from "../agent-state.ts";

/** What a device says of itself. */
export interface DeviceRecord {
  readonly supabaseUserId: string;
  readonly deviceId: string;
  readonly wantedState: WantedState;
  readonly feed: FeedHealth;
  readonly leaseUntil: number;
  /** When it said so. What it said earlier and arrives later changes nothing. */
  readonly lastSeenAt: number;
}

/** What a renewal came to, and what the device hears of its tenant with it. */
export interface Renewal {
  readonly standing: AgentStanding;
  /** True where they asked for calls, on a device that hears of them, before this renewal. */
  readonly wantedCalls: boolean;
  /** Until when the device's lease runs: not what was asked for, where it has signed off since. */
  readonly leaseUntil: number;
  /** Calls that wait for an agent, ringing or not. */
  readonly waiting: number;
  /** Callbacks that nobody has taken on. */
  readonly openCallbacks: number;
}

export interface AgentStore {
  /** The active CRM users of a tenant, by last name. */
  list(tenantId: TenantId, now: number): Promise<AgentPresence[]>;
  find(tenantId: TenantId, supabaseUserId: string, now: number): Promise<AgentPresence | null>;
  /** Those who want calls or are on one, and whoever else is named; by last name. */
  atWork(tenantId: TenantId, named: readonly string[], now: number): Promise<AgentPresence[]>;
  /** True where the tenant has any agent but this person. */
  hasAgents(tenantId: TenantId, except: string): Promise<boolean>;
  /** How many take calls, if not at this moment; and how many of them the queue may ring now. */
  headcount(
    tenantId: TenantId,
    now: number,
  ): Promise<{ readonly atWork: number; readonly free: number }>;
  /**
   * When an agent last wanted calls on a device that heard of them; null where none ever did. May
   * be to come.
   */
  lastWanted(tenantId: TenantId): Promise<number | null>;
  /**
   * Renews a device's lease, in one round trip: every device of every agent does this every ten
   * seconds. Who asks for calls and did not before is idle since now. Also forgets the person's
   * devices that have not been seen for a day. Null where there is no such agent.
   */
  renew(tenantId: TenantId, device: DeviceRecord): Promise<Renewal | null>;
  /**
   * Ends a device's lease. A renewal from before `now` does not bring it back, even if it arrives
   * later.
   */
  signOff(tenantId: TenantId, supabaseUserId: string, deviceId: string, now: number): Promise<void>;
  /**
   * An answered call of theirs is over, with work after it until `wrapUpUntil` where there is any;
   * then they are idle.
   */
  callEnded(
    tenantId: TenantId,
    supabaseUserId: string,
    now: number,
    wrapUpUntil: number | null,
  ): Promise<void>;
  /** They are done with the work after their last call. False where there was none. */
  endWrapUp(tenantId: TenantId, supabaseUserId: string, now: number): Promise<boolean>;
}

/** A device not seen for that long is forgotten, ms. */
export const deviceForgottenAfter = 24 * 3_600_000;
