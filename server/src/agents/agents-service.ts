import {
  times,
  type Agent,
  type AgentState,
  type BodyOf,
  type LiveCalls,
  type ReplyOf,
  type TenantSettings,
  type putPresence,
} from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { Person } from "../identity/person.ts";
import { stateOf, toAgent, wrapUpOf } from "./agent-state.ts";
import type { AgentStore } from "./store/agent-store.ts";

/** What is live for a person; the calls' own service answers it. */
export interface LiveCallsOf {
  live(person: Pick<Person, "tenantId" | "userId">, since: null): Promise<LiveCalls>;
}

/** Calls that wait for an agent: one has just appeared, or gone. */
export interface WaitingCalls {
  offerWaitingCalls(tenantId: string): Promise<void>;
}

export interface AgentsService {
  available(person: Person, onlyReachable: boolean): Promise<Agent[]>;
  /** Renews the lease of a device. */
  putPresence(
    person: Person,
    deviceId: string,
    wanted: BodyOf<typeof putPresence>,
  ): Promise<ReplyOf<typeof putPresence>>;
  endPresence(person: Person, deviceId: string): Promise<{ deviceId: string }>;
  /** Ends the work after the last call; without effect where there is none. */
  endWrapUp(person: Person): Promise<{ state: AgentState }>;
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
      const now = clock.now();
      const agents = (await store.list(tenantId, now))
        .map((presence) => toAgent(presence, now))
        .filter((agent) => agent.reachable || !onlyReachable);
      return hidden ? agents.map((agent) => ({ ...agent, email: "" })) : agents;
    },
    putPresence: (person, deviceId, wanted) => recordPresence(parts, person, deviceId, wanted),
    async endPresence({ tenantId, userId }, deviceId) {
      await store.signOff(tenantId, userId, deviceId, clock.now());
      await offerWaitingCalls(parts, tenantId);
      return { deviceId };
    },
    async endWrapUp({ tenantId, userId }) {
      if (await store.endWrapUp(tenantId, userId, clock.now()))
        await offerWaitingCalls(parts, tenantId);
      const now = clock.now();
      const presence = await store.find(tenantId, userId, now);
      if (!presence) throw new RefusalError("not_provisioned");
      return { state: stateOf(presence, now) };
    },
  };
}

async function recordPresence(
  parts: AgentsServiceParts,
  person: Person,
  deviceId: string,
  wanted: BodyOf<typeof putPresence>,
) {
  const { store, liveCalls, clock } = parts;
  const { tenantId, userId } = person;
  const now = clock.now();
  const renewal = await store.renew(tenantId, {
    supabaseUserId: userId,
    deviceId,
    wantedState: wanted.state,
    feed: wanted.feed,
    leaseUntil: now + times.presenceLease,
    lastSeenAt: now,
  });
  if (!renewal) throw new RefusalError("not_provisioned");
  const { standing, wantedCalls, leaseUntil, waiting, openCallbacks } = renewal;
  // Nothing else in a renewal makes an agent free for the queue, or takes one from it.
  if (waiting > 0 && wantedCalls !== standing.wantsCalls) await offerWaitingCalls(parts, tenantId);
  const wrapUpUntil = wrapUpOf(standing, now);
  return {
    deviceId,
    state: stateOf(standing, now),
    leaseUntil: new Date(leaseUntil).toISOString(),
    wrapUpUntil: wrapUpUntil === null ? null : new Date(wrapUpUntil).toISOString(),
    waiting,
    openCallbacks,
    ...(await liveCalls.live(person, null)),
  };
}

/**
 * The sweeper would offer waiting calls too, a moment later; so a failure here must not cost the
 * agent what they asked for.
 */
const offerWaitingCalls = (
  { waitingCalls, log }: AgentsServiceParts,
  tenantId: string,
): Promise<void> =>
  waitingCalls
    .offerWaitingCalls(tenantId)
    .catch((error: unknown) =>
      log.warn({ err: error, tenantId }, "waiting calls could not be offered"),
    );
