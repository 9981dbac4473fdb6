import type { AgentActivity } from "../agent-state.ts";
import { maxDevicesPerAgent, type DeviceRecord } from "./agent-store.ts";

/** Times after the last call of an agent. */
export interface AgentWork {
  readonly idleSince: number;
  readonly wrapUpUntil: number | null;
}

const hasFeed = (device: DeviceRecord): boolean => device.feed !== "down";
const wantsCalls = (device: DeviceRecord): boolean =>
  hasFeed(device) && device.wantedState === "available";
/** A device that signed off has a lease that ended at its last report. */
const hasLease = ({ leaseUntil, lastSeenAt }: DeviceRecord, now: number): boolean =>
  leaseUntil > now && leaseUntil > lastSeenAt;

export const latest = (...times: readonly (number | null)[]): number | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

/** Makes the memory of the fake store: the devices and the work of agents. */
export function createAgentMemory() {
  const devices = new Map<string, DeviceRecord>();
  /** Times until which devices wanted calls, by the keys of `devices`. */
  const wantedUntil = new Map<string, number>();
  const work = new Map<string, AgentWork>();
  /** Agents who are on a call. */
  const onCall = new Set<string>();
  /** Agents who have an open offer. */
  const ringing = new Set<string>();
  const devicesOf = (userId: string): DeviceRecord[] =>
    [...devices.values()].filter((device) => device.userId === userId);
  const agentWantsCalls = (userId: string, now: number): boolean =>
    devicesOf(userId).some((device) => wantsCalls(device) && hasLease(device, now));
  return {
    devices,
    work,
    onCall,
    ringing,
    wantsCalls: agentWantsCalls,
    /** Returns the latest time until which a device of these agents wanted calls. */
    lastWantedCallsAt: (userIds: ReadonlySet<string>): number | null =>
      latest(
        ...[...devices]
          .filter(([, device]) => userIds.has(device.userId))
          .map(([key]) => wantedUntil.get(key) ?? null),
      ),
    activityOf: (userId: string, now: number): AgentActivity => ({
      reachable: devicesOf(userId).some((device) => hasFeed(device) && hasLease(device, now)),
      wantsCalls: agentWantsCalls(userId, now),
      onCall: onCall.has(userId),
      ringing: ringing.has(userId),
      idleSince: work.get(userId)?.idleSince ?? null,
      wrapUpUntil: work.get(userId)?.wrapUpUntil ?? null,
      leaseHeldUntil: latest(
        ...devicesOf(userId)
          .filter(({ leaseUntil, lastSeenAt }) => leaseUntil > lastSeenAt)
          .map(({ leaseUntil }) => leaseUntil),
      ),
    }),
    /** Stores a report, unless a later one is stored. */
    record(device: DeviceRecord): void {
      const key = `${device.userId}:${device.deviceId}`;
      if ((devices.get(key)?.lastSeenAt ?? -Infinity) <= device.lastSeenAt) {
        devices.set(key, device);
        const before = wantedUntil.get(key);
        if (device.wantedState === "away") wantedUntil.delete(key);
        else if (wantsCalls(device)) wantedUntil.set(key, device.leaseUntil);
        else if (before !== undefined) wantedUntil.set(key, Math.min(before, device.lastSeenAt));
      }
      const [oldest] = devicesOf(device.userId)
        .filter(({ deviceId }) => deviceId !== device.deviceId)
        .toSorted((a, b) => a.lastSeenAt - b.lastSeenAt);
      if (oldest && devicesOf(device.userId).length > maxDevicesPerAgent)
        devices.delete(`${oldest.userId}:${oldest.deviceId}`);
    },
    /** Deletes an agent's devices that were last seen before this time. */
    deleteSeenBefore(userId: string, time: number): void {
      for (const [key, device] of devices)
        if (device.userId === userId && device.lastSeenAt < time) devices.delete(key);
    },
    /** Returns a function that restores the present content, for a transaction that fails. */
    snapshot() {
      const [savedDevices, savedWanted, savedWork] = [[...devices], [...wantedUntil], [...work]];
      return () => {
        devices.clear();
        wantedUntil.clear();
        work.clear();
        for (const [id, device] of savedDevices) devices.set(id, device);
        for (const [id, until] of savedWanted) wantedUntil.set(id, until);
        for (const [id, entry] of savedWork) work.set(id, entry);
      };
    },
  };
}
