import { deviceForgottenAfter, type AgentPresence, type AgentStore, type DeviceRecord } from "./agent-store.ts";

type Agent = AgentPresence["agent"];

/** Agents and their devices in memory. */
export interface FakeAgentStore extends AgentStore {
  add(tenantId: string, agent: Agent): void;
  /** People who are on a call. */
  readonly onCall: Set<string>;
  readonly devices: Map<string, DeviceRecord>;
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export function createFakeAgentStore(): FakeAgentStore {
  const agents: { readonly tenantId: string; readonly agent: Agent }[] = [];
  const devices = new Map<string, DeviceRecord>();
  const onCall = new Set<string>();
  const key = (supabaseUserId: string, deviceId: string) => `${supabaseUserId}:${deviceId}`;

  const list = async (tenantId: string, now: number): Promise<AgentPresence[]> =>
    agents
      .filter((row) => row.tenantId === tenantId)
      .map(({ agent }) => ({
        agent,
        devices: [...devices.values()]
          .filter((device) => device.supabaseUserId === agent.supabaseUserId && device.leaseUntil > now)
          .map(({ wantedState, feed }) => ({ wantedState, feed })),
        onCall: onCall.has(agent.supabaseUserId),
      }))
      .toSorted(({ agent: a }, { agent: b }) => order(a.lastName, b.lastName) || order(a.firstName, b.firstName) || order(a.supabaseUserId, b.supabaseUserId));

  return {
    add: (tenantId, agent) => void agents.push({ tenantId, agent }),
    onCall,
    devices,
    list,
    find: async (tenantId, supabaseUserId, now) => (await list(tenantId, now)).find(({ agent }) => agent.supabaseUserId === supabaseUserId) ?? null,
    async recordDevice(tenantId, device) {
      const agent = agents.find((row) => row.tenantId === tenantId && row.agent.supabaseUserId === device.supabaseUserId);
      if (!agent) throw new Error("no such agent");
      for (const [id, other] of devices) {
        if (other.supabaseUserId === device.supabaseUserId && other.lastSeenAt < device.lastSeenAt - deviceForgottenAfter) devices.delete(id);
      }
      devices.set(key(device.supabaseUserId, device.deviceId), device);
    },
    async removeDevice(tenantId, supabaseUserId, deviceId) {
      if (agents.some((row) => row.tenantId === tenantId && row.agent.supabaseUserId === supabaseUserId)) devices.delete(key(supabaseUserId, deviceId));
    },
  };
}
