import { isFree, type AgentActivity, type AgentPresence } from "../agent-state.ts";
import {
  deviceRetentionMs,
  type AgentStore,
  type DeviceRecord,
  type PresenceRenewal,
} from "./agent-store.ts";
import { createAgentMemory, latest, type AgentWork } from "./fake-agent-memory.ts";

type Agent = AgentPresence["agent"];

/** Agents and their devices in memory. */
export interface FakeAgentStore extends AgentStore {
  add(tenantId: string, agent: Agent): void;
  /** Agents who are on a call. */
  readonly onCall: Set<string>;
  /** Agents who have an open offer. */
  readonly ringing: Set<string>;
  readonly devices: Map<string, DeviceRecord>;
  readonly work: Map<string, AgentWork>;
  /** Figures of the tenant that a renewal returns. */
  readonly tenant: { waiting: number; openCallbacks: number };
  /** Returns a function that restores the present content, for a transaction that fails. */
  snapshot(): () => void;
}

export function createFakeAgentStore(): FakeAgentStore {
  const agents = createAgentList();
  const tenant = { waiting: 0, openCallbacks: 0 };
  const memory = createAgentMemory();
  const { devices, work, onCall, ringing, activityOf, snapshot } = memory;
  const list = async (tenantId: string, now: number): Promise<AgentPresence[]> =>
    agents
      .of(tenantId)
      .map((agent) => presenceOf(agent, activityOf(agent.supabaseUserId, now)))
      .toSorted(byName);

  return {
    add: agents.add,
    onCall,
    ringing,
    devices,
    work,
    tenant,
    snapshot,
    list,
    find: async (tenantId, userId, now) =>
      (await list(tenantId, now)).find(({ agent }) => agent.supabaseUserId === userId) ?? null,
    atWork: async (tenantId, userIds, now) =>
      (await list(tenantId, now)).filter(
        (presence) =>
          presence.wantsCalls ||
          (presence.onCall && takesQueueCalls(presence.agent)) ||
          userIds.includes(presence.agent.supabaseUserId),
      ),
    hasAgents: async (tenantId, exceptUserId) =>
      agents
        .of(tenantId)
        .some((agent) => agent.supabaseUserId !== exceptUserId && takesQueueCalls(agent)),
    async headcount(tenantId, now) {
      const atWork = (await list(tenantId, now)).filter(
        ({ agent, wantsCalls, onCall, reachable }) =>
          takesQueueCalls(agent) && (wantsCalls || (onCall && !reachable)),
      );
      return {
        atWork: atWork.length,
        free: atWork.filter((presence) => isFree(presence, now)).length,
      };
    },
    lastWantedCallsAt: async (tenantId) =>
      memory.lastWantedCallsAt(agents.idsOf(tenantId, takesQueueCalls)),
    async renew(tenantId, device) {
      const agent = agents.of(tenantId).find((one) => one.supabaseUserId === device.userId);
      return agent ? { ...renew(memory, device, takesQueueCalls(agent)), ...tenant } : null;
    },
    async signOff(tenantId, userId, { deviceId, now, leaseUntil }) {
      const wantedState = devices.get(`${userId}:${deviceId}`)?.wantedState ?? "away";
      if (agents.idsOf(tenantId).has(userId))
        memory.record({ userId, deviceId, wantedState, feed: "down", leaseUntil, lastSeenAt: now });
    },
    async callEnded(_tenantId, userId, now, wrapUpUntil) {
      const before = work.get(userId);
      work.set(userId, {
        idleSince: Math.max(before?.idleSince ?? 0, wrapUpUntil ?? now),
        wrapUpUntil: latest(before?.wrapUpUntil ?? null, wrapUpUntil),
      });
    },
    async endWrapUp(_tenantId, userId, now) {
      const isInWrapUp = (work.get(userId)?.wrapUpUntil ?? 0) > now;
      if (isInWrapUp) work.set(userId, { idleSince: now, wrapUpUntil: null });
      return isInWrapUp;
    },
  };
}

function createAgentList() {
  const rows: { readonly tenantId: string; readonly agent: Agent }[] = [];
  const of = (tenantId: string): Agent[] =>
    rows.filter((row) => row.tenantId === tenantId).map(({ agent }) => agent);
  return {
    add: (tenantId: string, agent: Agent) => void rows.push({ tenantId, agent }),
    of,
    idsOf: (tenantId: string, isWanted: (agent: Agent) => boolean = () => true) =>
      new Set(
        of(tenantId)
          .filter(isWanted)
          .map(({ supabaseUserId }) => supabaseUserId),
      ),
  };
}

const takesQueueCalls = (agent: Agent): boolean => agent.takesQueueCalls !== false;

const presenceOf = (agent: Agent, activity: AgentActivity): AgentPresence => ({
  agent,
  ...activity,
  wantsCalls: activity.wantsCalls && takesQueueCalls(agent),
});

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const byName = ({ agent: a }: AgentPresence, { agent: b }: AgentPresence): number =>
  compare(a.lastName, b.lastName) ||
  compare(a.firstName, b.firstName) ||
  compare(a.supabaseUserId, b.supabaseUserId);

function renew(
  memory: ReturnType<typeof createAgentMemory>,
  device: DeviceRecord,
  takesCalls: boolean,
): Pick<PresenceRenewal, "activity" | "wantedCallsBefore" | "leaseUntil"> {
  const { userId, deviceId, lastSeenAt: now } = device;
  const { devices, work, activityOf } = memory;
  const wantsCalls = (id: string, at: number) => takesCalls && memory.wantsCalls(id, at);
  memory.deleteSeenBefore(userId, now - deviceRetentionMs);
  const wantedCallsBefore = wantsCalls(userId, now);
  memory.record(device);
  const { idleSince, wrapUpUntil } = work.get(userId) ?? { idleSince: now, wrapUpUntil: null };
  if (wantsCalls(userId, now) && !wantedCallsBefore)
    work.set(userId, { idleSince: Math.max(idleSince, now), wrapUpUntil });
  return {
    activity: { ...activityOf(userId, now), wantsCalls: wantsCalls(userId, now) },
    wantedCallsBefore,
    leaseUntil: devices.get(`${userId}:${deviceId}`)?.leaseUntil ?? now,
  };
}
