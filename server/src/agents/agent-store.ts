import type { Agent, FeedHealth, WantedState } from "@synapse-voice/contract";

/** A CRM user with what is known of their devices and calls. */
export interface AgentPresence {
  readonly agent: Omit<Agent, "reachable" | "state">;
  /** Devices whose lease runs. */
  readonly devices: readonly { readonly wantedState: WantedState; readonly feed: FeedHealth }[];
  /** On an answered call, or placing one. */
  readonly onCall: boolean;
}

/** What a device says of itself. Times are ms since the epoch. */
export interface DeviceRecord {
  readonly supabaseUserId: string;
  readonly deviceId: string;
  readonly wantedState: WantedState;
  readonly feed: FeedHealth;
  readonly leaseUntil: number;
  readonly lastSeenAt: number;
}

export interface AgentStore {
  /** The active CRM users of a tenant, by last name. */
  list(tenantId: string, now: number): Promise<AgentPresence[]>;
  find(tenantId: string, supabaseUserId: string, now: number): Promise<AgentPresence | null>;
  /** Also forgets the person's devices that have not been seen for a day. */
  recordDevice(tenantId: string, device: DeviceRecord): Promise<void>;
  removeDevice(tenantId: string, supabaseUserId: string, deviceId: string): Promise<void>;
}

/** A device not seen for that long is forgotten, ms. */
export const deviceForgottenAfter = 24 * 3_600_000;
