import { times, type Agent, type BodyOf, type LiveCalls, type ReplyOf, type TenantSettings, type putPresence } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "../adapters/clock.ts";
import { ApiError, type Person } from "../http/index.ts";
import { stateOf, toAgent } from "./agent-state.ts";
import type { AgentStore } from "./agent-store.ts";

/** What is live for a person; the calls' own service answers it. */
export interface LiveCallsOf {
  live(person: Pick<Person, "tenantId" | "supabaseUserId">, since: null): Promise<LiveCalls>;
}

/** Calls that wait for an agent: one has just appeared. */
export interface WaitingCalls {
  offerWaitingCalls(tenantId: string): Promise<void>;
}

export interface AgentsService {
  available(person: Person, onlyReachable: boolean): Promise<Agent[]>;
  /** Renews the lease of a device. */
  putPresence(person: Person, deviceId: string, wanted: BodyOf<typeof putPresence>): Promise<ReplyOf<typeof putPresence>>;
  endPresence(person: Person, deviceId: string): Promise<{ deviceId: string }>;
}

export interface AgentsServiceParts {
  readonly store: AgentStore;
  readonly settings: (tenantId: string) => Promise<Pick<TenantSettings, "hideAgentEmails">>;
  readonly liveCalls: LiveCallsOf;
  readonly waitingCalls: WaitingCalls;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createAgentsService(parts: AgentsServiceParts): AgentsService {
  const { store, settings, clock } = parts;
  return {
    async available({ tenantId, type }, onlyReachable) {
      const hidden = type === "PORTAL_CUSTOMER" && (await settings(tenantId)).hideAgentEmails;
      const agents = (await store.list(tenantId, clock.now())).map(toAgent).filter((agent) => agent.reachable || !onlyReachable);
      return hidden ? agents.map((agent) => ({ ...agent, email: "" })) : agents;
    },
    putPresence: (person, deviceId, wanted) => recordPresence(parts, person, deviceId, wanted),
    async endPresence({ tenantId, supabaseUserId }, deviceId) {
      await store.removeDevice(tenantId, supabaseUserId, deviceId);
      return { deviceId };
    },
  };
}

async function recordPresence({ store, liveCalls, waitingCalls, clock, log }: AgentsServiceParts, person: Person, deviceId: string, wanted: BodyOf<typeof putPresence>) {
  const { tenantId, supabaseUserId } = person;
  const now = clock.now();
  const leaseUntil = now + times.presenceLease;
  await store.recordDevice(tenantId, { supabaseUserId, deviceId, wantedState: wanted.state, feed: wanted.feed, leaseUntil, lastSeenAt: now });
  // The sweeper would offer waiting calls too, a moment later; so a failure here must not cost the agent the lease.
  await waitingCalls.offerWaitingCalls(tenantId).catch((error: unknown) => log.warn({ err: error, tenantId }, "waiting calls could not be offered"));
  const presence = await store.find(tenantId, supabaseUserId, now);
  if (!presence) throw new ApiError("not_provisioned");
  return { deviceId, state: stateOf(presence), leaseUntil: new Date(leaseUntil).toISOString(), wrapUpUntil: null, waiting: 0, openCallbacks: 0, ...(await liveCalls.live(person, null)) };
}
