import { isFree } from "../agents/agent-state.ts";
import type { AgentPresence, AgentStore } from "../agents/agent-store.ts";
import type { CallParty } from "../calls/call.ts";
import { nameOf } from "../http/person.ts";

/** Who could take a call that names nobody. */
export interface AgentPool {
  /** Agents whose device would ring now: signed in, available, hearing of calls, on no call and placing none. */
  reachable(tenantId: string, now: number): Promise<readonly CallParty[]>;
  /** True where the tenant has any agent but this person. */
  hasAgents(tenantId: string, except: string): Promise<boolean>;
}

export const createAgentPool = (store: Pick<AgentStore, "list" | "hasAgents">): AgentPool => ({
  reachable: async (tenantId, now) => (await store.list(tenantId, now)).filter((presence) => isFree(presence, now)).map(toParty),
  hasAgents: (tenantId, except) => store.hasAgents(tenantId, except),
});

const toParty = ({ agent }: AgentPresence): CallParty => ({
  supabaseUserId: agent.supabaseUserId,
  type: "CRM_USER",
  name: nameOf(agent),
  verified: true,
  portalCustomerId: null,
});
