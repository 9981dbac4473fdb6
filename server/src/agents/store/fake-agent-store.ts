import { isAtWork, isFree, type AgentPresence, type AgentStanding } from "../agent-state.ts";
import { deviceForgottenAfter, type AgentStore, type DeviceRecord } from "./agent-store.ts";

type Agent = AgentPresence["agent"];
interface Work {
  readonly idleSince: number;
  readonly wrapUpUntil: number | null;
}

/** Agents and their devices in memory. */
export interface FakeAgentStore extends AgentStore {
  add(tenantId: string, agent: Agent): void;
  /** People who are on a call. */
  readonly onCall: Set<string>;
  /** People who are being rung. */
  readonly ringing: Set<string>;
  readonly devices: Map<string, DeviceRecord>;
  readonly work: Map<string, Work>;
  /** What a renewal says of the tenant. */
  readonly tenant: { waiting: number; openCallbacks: number };
  /** Gives a way back to what is stored now, for a transaction that fails. */
  snapshot(): () => void;
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const hears = (device: DeviceRecord): boolean => device.feed !== "down";
const wants = (device: DeviceRecord): boolean =>
  hears(device) && device.wantedState === "available";
/** A device that signed off was last seen when its lease ended. */
const leaseRuns = ({ leaseUntil, lastSeenAt }: DeviceRecord, now: number): boolean =>
  leaseUntil > now && leaseUntil > lastSeenAt;
const latest = (...times: readonly (number | null)[]): number | null =>
  times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

/** Devices and work of people, and what follows from them. */
function createMemory() {
  const devices = new Map<string, DeviceRecord>();
  const work = new Map<string, Work>();
  const onCall = new Set<string>();
  const ringing = new Set<string>();
  const devicesOf = (supabaseUserId: string): DeviceRecord[] =>
    [...devices.values()].filter((device) => device.supabaseUserId === supabaseUserId);
  const wantsCalls = (supabaseUserId: string, now: number): boolean =>
    devicesOf(supabaseUserId).some((device) => wants(device) && leaseRuns(device, now));
  return {
    devices,
    work,
    onCall,
    ringing,
    devicesOf,
    wantsCalls,
    standingOf: (supabaseUserId: string, now: number): AgentStanding => ({
      hears: devicesOf(supabaseUserId).some((device) => hears(device) && leaseRuns(device, now)),
      wantsCalls: wantsCalls(supabaseUserId, now),
      onCall: onCall.has(supabaseUserId),
      ringing: ringing.has(supabaseUserId),
      idleSince: work.get(supabaseUserId)?.idleSince ?? null,
      wrapUpUntil: work.get(supabaseUserId)?.wrapUpUntil ?? null,
      leaseHeldUntil: latest(
        ...devicesOf(supabaseUserId)
          .filter(({ leaseUntil, lastSeenAt }) => leaseUntil > lastSeenAt)
          .map(({ leaseUntil }) => leaseUntil),
      ),
    }),
    /** Keeps what a device said last. */
    record(device: DeviceRecord): void {
      const key = `${device.supabaseUserId}:${device.deviceId}`;
      if ((devices.get(key)?.lastSeenAt ?? -Infinity) <= device.lastSeenAt)
        devices.set(key, device);
    },
    snapshot() {
      const [devicesNow, workNow] = [[...devices], [...work]];
      return () => {
        devices.clear();
        work.clear();
        for (const [id, device] of devicesNow) devices.set(id, device);
        for (const [id, entry] of workNow) work.set(id, entry);
      };
    },
  };
}

export function createFakeAgentStore(): FakeAgentStore {
  const agents: { readonly tenantId: string; readonly agent: Agent }[] = [];
  const tenant = { waiting: 0, openCallbacks: 0 };
  const memory = createMemory();
  const { devices, work, wantsCalls, standingOf } = memory;
  const isOf = (tenantId: string, supabaseUserId: string): boolean =>
    agents.some((row) => row.tenantId === tenantId && row.agent.supabaseUserId === supabaseUserId);
  const list = async (tenantId: string, now: number): Promise<AgentPresence[]> =>
    agents
      .filter((row) => row.tenantId === tenantId)
      .map(({ agent }) => ({ agent, ...standingOf(agent.supabaseUserId, now) }))
      .toSorted(
        ({ agent: a }, { agent: b }) =>
          order(a.lastName, b.lastName) ||
          order(a.firstName, b.firstName) ||
          order(a.supabaseUserId, b.supabaseUserId),
      );

  return {
    add: (tenantId, agent) => void agents.push({ tenantId, agent }),
    ...memory,
    tenant,
    list,
    find: async (tenantId, supabaseUserId, now) =>
      (await list(tenantId, now)).find(({ agent }) => agent.supabaseUserId === supabaseUserId) ??
      null,
    atWork: async (tenantId, named, now) =>
      (await list(tenantId, now)).filter(
        (presence) =>
          presence.wantsCalls || presence.onCall || named.includes(presence.agent.supabaseUserId),
      ),
    hasAgents: async (tenantId, except) =>
      agents.some((row) => row.tenantId === tenantId && row.agent.supabaseUserId !== except),
    async headcount(tenantId, now) {
      const atWork = (await list(tenantId, now)).filter(isAtWork);
      return {
        atWork: atWork.length,
        free: atWork.filter((presence) => isFree(presence, now)).length,
      };
    },
    lastWanted: async (tenantId) =>
      latest(
        ...[...devices.values()]
          .filter((device) => wants(device) && isOf(tenantId, device.supabaseUserId))
          .map(({ leaseUntil }) => leaseUntil),
      ),
    async renew(tenantId, device) {
      const { supabaseUserId, deviceId, lastSeenAt: now } = device;
      if (!isOf(tenantId, supabaseUserId)) return null;
      for (const [key, other] of devices) {
        if (
          other.supabaseUserId === supabaseUserId &&
          other.lastSeenAt < now - deviceForgottenAfter
        )
          devices.delete(key);
      }
      const wantedCalls = wantsCalls(supabaseUserId, now);
      memory.record(device);
      const { idleSince, wrapUpUntil } = work.get(supabaseUserId) ?? {
        idleSince: now,
        wrapUpUntil: null,
      };
      if (wantsCalls(supabaseUserId, now) && !wantedCalls)
        work.set(supabaseUserId, { idleSince: Math.max(idleSince, now), wrapUpUntil });
      return {
        standing: standingOf(supabaseUserId, now),
        wantedCalls,
        leaseUntil: devices.get(`${supabaseUserId}:${deviceId}`)?.leaseUntil ?? now,
        ...tenant,
      };
    },
    async signOff(tenantId, supabaseUserId, deviceId, now) {
      const known = devices.get(`${supabaseUserId}:${deviceId}`) ?? {
        supabaseUserId,
        deviceId,
        wantedState: "away",
        feed: "down",
      };
      if (isOf(tenantId, supabaseUserId))
        memory.record({ ...known, leaseUntil: now, lastSeenAt: now });
    },
    async callEnded(_tenantId, supabaseUserId, now, wrapUpUntil) {
      const before = work.get(supabaseUserId);
      work.set(supabaseUserId, {
        idleSince: Math.max(before?.idleSince ?? 0, wrapUpUntil ?? now),
        wrapUpUntil: latest(before?.wrapUpUntil ?? null, wrapUpUntil),
      });
    },
    async endWrapUp(_tenantId, supabaseUserId, now) {
      const running = (work.get(supabaseUserId)?.wrapUpUntil ?? 0) > now;
      if (running) work.set(supabaseUserId, { idleSince: now, wrapUpUntil: null });
      return running;
    },
  };
}
