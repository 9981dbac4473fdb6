import type { CallParty } from "../calls/call.ts";

/** Who could take a call that names nobody. */
export interface AgentPool {
  /** Agents whose device would ring now: signed in, available, hearing of calls, on no call and placing none. */
  reachable(tenantId: string, now: number): Promise<readonly CallParty[]>;
  /** True where the tenant has any agent but this person. */
  hasAgents(tenantId: string, except: string): Promise<boolean>;
}
