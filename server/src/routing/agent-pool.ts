import { stateOf } from "../agents/agent-state.ts";
import type { AgentPresence, AgentStore } from "../agents/agent-store.ts";
import type { CallParty } from "../calls/call.ts";
import { nameOf } from "../http/person.ts";

/** Who could take a call that names nobody. */
export interface AgentPool {
  /** Agents whose device would ring now: signed in, available, hearing of calls, on no call and placing none. */
  reachable(tenantId: string, now: number): Promise<readonly CallParty[]>;
  /** True where the tenant has any agent but this person. */
  hasAgents(tenantId: string, except: string, now: number): Promise<boolean>;
}

export const createAgentPool = (store: Pick<AgentStore, "list">): AgentPool => ({
  reachable: async (tenantId, now) => (await store.list(tenantId, now)).filter((presence) => stateOf(presence) === "available").map(toParty),
  hasAgents: async (tenantId, except, now) => (await store.list(tenantId, now)).some(({ agent }) => agent.supabaseUserId !== except),
});

const toParty = ({ agent }: AgentPresence): CallParty => ({
  supabaseUserId: agent.supabaseUserId,
  type: "CRM_USER",
  name: nameOf(agent),
  verified: true,
  portalCustomerId: null,
});
