import {
  times,
  type Agent,
  type AgentState,
  type BodyOf,
  type QueryOf,
  type endPresence,
  type LiveCalls,
  type ReplyOf,
  type putPresence,
} from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { takesQueueCalls, type Person } from "../identity/person.ts";
import { stateOf, toAgent, currentWrapUpUntil } from "./agent-state.ts";
import { agentsForCustomers } from "./agents-for-customers.ts";
import type { AgentStore } from "./store/agent-store.ts";

/** A port to the calls: reads a person's live calls. */
export interface LiveCallsReader {
  live(person: Pick<Person, "tenantId" | "userId">, since: null): Promise<LiveCalls>;
}

/** A port to the queue: an agent has become free, or is no longer free. */
export interface QueueTrigger {
  offerWaitingCalls(tenantId: string): Promise<void>;
}

export interface AgentsService {
  available(person: Person, onlyReachable: boolean): Promise<Agent[]>;
  /** Renews the lease of a device. Returns the live calls with it. */
  putPresence(
    person: Person,
    deviceId: string,
    wanted: BodyOf<typeof putPresence>,
  ): Promise<ReplyOf<typeof putPresence>>;
  /** Ends the lease of a device. Where its page may load again, what rings there goes on a while. */
  endPresence(
    person: Person,
    deviceId: string,
    query?: QueryOf<typeof endPresence>,
  ): Promise<{ deviceId: string }>;
  /** Ends the wrap-up, if there is one. */
  endWrapUp(person: Person): Promise<{ state: AgentState }>;
}

export interface AgentsServiceDeps {
  readonly store: AgentStore;
  readonly liveCalls: LiveCallsReader;
  readonly queue: QueueTrigger;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createAgentsService(deps: AgentsServiceDeps): AgentsService {
  const { store, clock } = deps;
  return {
    async available({ tenantId, type, customersSee = "first_name" }, onlyReachable) {
      const now = clock.now();
      const agents = (await store.list(tenantId, now))
        .map((presence) => toAgent(presence, now))
        .filter((agent) => agent.reachable || !onlyReachable);
      return type === "CRM_USER" ? agents : agentsForCustomers(agents, customersSee);
    },
    putPresence: (person, deviceId, wanted) => recordPresence(deps, person, deviceId, wanted),
    async endPresence({ tenantId, userId }, deviceId, { page } = {}) {
      const now = clock.now();
      const leaseUntil = page === "left" ? now + times.reloadMs : now;
      await store.signOff(tenantId, userId, { deviceId, now, leaseUntil });
      await offerWaitingCalls(deps, tenantId);
      return { deviceId };
    },
    async endWrapUp({ tenantId, userId }) {
      if (await store.endWrapUp(tenantId, userId, clock.now()))
        await offerWaitingCalls(deps, tenantId);
      const now = clock.now();
      const presence = await store.find(tenantId, userId, now);
      if (!presence) throw new RefusalError("not_provisioned");
      return { state: stateOf(presence, now) };
    },
  };
}

async function recordPresence(
  deps: AgentsServiceDeps,
  person: Person,
  deviceId: string,
  wanted: BodyOf<typeof putPresence>,
) {
  const { store, liveCalls, clock } = deps;
  const { tenantId, userId } = person;
  const now = clock.now();
  const renewal = await store.renew(tenantId, {
    userId: userId,
    deviceId,
    wantedState: wanted.state,
    feed: wanted.feed,
    leaseUntil: now + times.presenceLeaseMs,
    lastSeenAt: now,
  });
  if (!renewal) throw new RefusalError("not_provisioned");
  const { activity, wantedCallsBefore, leaseUntil, waiting, openCallbacks } = renewal;
  // Only this change of a renewal can make an agent free for the queue, or end that.
  if (waiting > 0 && wantedCallsBefore !== activity.wantsCalls)
    await offerWaitingCalls(deps, tenantId);
  const wrapUpUntil = currentWrapUpUntil(activity, now);
  return {
    deviceId,
    state: stateOf(activity, now),
    leaseUntil: new Date(leaseUntil).toISOString(),
    wrapUpUntil: wrapUpUntil === null ? null : new Date(wrapUpUntil).toISOString(),
    waiting,
    openCallbacks,
    ...(takesQueueCalls(person) ? {} : { takesQueueCalls: false }),
    ...(await liveCalls.live(person, null)),
  };
}

/** Runs the queue. A failure does not fail the agent's request, because the sweeper runs it, too. */
const offerWaitingCalls = ({ queue, log }: AgentsServiceDeps, tenantId: string): Promise<void> =>
  queue
    .offerWaitingCalls(tenantId)
    .catch((error: unknown) =>
      log.warn({ err: error, tenantId }, "waiting calls could not be offered"),
    );
