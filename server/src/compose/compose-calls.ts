import type { TenantSettings } from "@synapse-voice/contract";
import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import type { SignInvitation } from "../calls/service/start/invitation.ts";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { WakeUps } from "@synapse-voice/platform/database";
import type { AgentStore } from "../agents/store/agent-store.ts";
import { messageOf } from "@synapse-voice/platform/errors";
import type { PeopleDirectory } from "../identity/person.ts";
import type { Route } from "../platform/http/route.ts";
import type { CallChange } from "../calls/service/call-change.ts";
import { isOpen } from "../queue/business-hours.ts";
import { oneRoundAtATime } from "../queue/one-round-at-a-time.ts";
import { createQueueService } from "../queue/queue-service.ts";
import type { QueueStore } from "../queue/store/queue-store.ts";
import { createRouter, type Router } from "../queue/router.ts";
import { queueRoutes } from "../queue/routes.ts";
import type { Call } from "../calls/domain/call.ts";
import type { CallReader, SweepStore, WithTransaction } from "../calls/store/call-store.ts";
import { createCallsService, type CallsService } from "../calls/service/calls-service.ts";
import type { Job } from "../jobs/job-runner.ts";
import { createCallQueries, type CallQueries } from "../calls/feed/live-calls.ts";
import { createLiveFeed, type LiveFeed } from "../calls/feed/live-feed.ts";
import {
  createBeforeJoining,
  createMediaCheck,
  type MediaCheck,
  type Repair,
} from "../calls/rooms/media-check.ts";
import { createReconcileRooms } from "../calls/rooms/reconcile-rooms.ts";
import type { RoomStore } from "../calls/store/room-store.ts";
import { createCallRoutes } from "../calls/api/routes.ts";
import { createStartCall } from "../calls/service/start/start-call.ts";
import { createSweeper, type Sweeper } from "../jobs/sweeper.ts";
import { createTakeCall } from "../calls/service/answer.ts";
import type { Effect } from "../calls/domain/transition.ts";
import { createUptime } from "../calls/service/uptime.ts";

export interface CallParts {
  readonly withTransaction: WithTransaction;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  readonly roomStore: RoomStore;
  readonly directory: PeopleDirectory;
  readonly agentStore: AgentStore;
  readonly queueStore: QueueStore;
  readonly media: MediaServer;
  readonly wakeUps: WakeUps;
  readonly signInvitation: SignInvitation;
  readonly settingsOf: (tenantId: string) => Promise<TenantSettings>;
  /** So many calls a tenant may have at once. */
  readonly mostCalls: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly callChanged?: (change: CallChange) => void;
  readonly eventHeard?: (late: number) => void;
  readonly mediaRepaired?: (repair: Repair) => void;
}

/**
 * Calls and rooms are held against each other this often, ms: seldom enough for many servers, in
 * time for "within 15 s".
 */
const reconcileEvery = 10_000;

/** The call engine, put together. */
export interface CallEngine {
  readonly calls: CallsService;
  readonly queries: CallQueries;
  readonly feed: LiveFeed;
  readonly router: Router;
  readonly routes: Route[];
  readonly mediaCheck: MediaCheck;
  sweeper(jobs: readonly Job[]): Sweeper;
  /** Cancels the offers and ends the calls of a person who was taken out of the tenant. */
  personRemoved(tenantId: string, userId: string): Promise<void>;
}

export function composeCalls(parts: CallParts): CallEngine {
  const { withTransaction, reads, media, sweepStore, clock, log } = parts;
  const uptime = createUptime(clock.now());
  const afterwards = createAfterwards(parts, () => ({ router, mediaCheck }));
  const calls = createCallsService({
    withTransaction,
    clock,
    log,
    afterwards,
    ...(parts.callChanged ? { callChanged: parts.callChanged } : {}),
  });
  const router = oneRoundAtATime(
    createRouter({ calls, queue: parts.queueStore, settingsOf: parts.settingsOf, uptime, clock }),
  );
  const queue = createQueueService({
    store: parts.queueStore,
    agents: parts.agentStore,
    settings: parts.settingsOf,
    clock,
  });
  const queries = createCallQueries(reads, clock);
  const feed = createLiveFeed({ ...parts, queries });
  const repaired = parts.mediaRepaired ? { repaired: parts.mediaRepaired } : {};
  const mediaCheck = createMediaCheck({ media, reads, calls, ...repaired });
  const rooms: Job = {
    name: "rooms and calls",
    intervalMs: reconcileEvery,
    isSlow: true,
    run: createReconcileRooms({
      media,
      store: parts.roomStore,
      mediaCheck,
      clock,
      log,
      ...repaired,
    }),
  };
  const start = createStartCall({ ...parts, router, isOpen });
  return {
    calls,
    queries,
    feed,
    router,
    mediaCheck,
    routes: [
      ...createCallRoutes({
        start,
        take: createTakeCall({ calls, uptime, clock }),
        calls,
        queries,
        queue,
        feed,
        media,
        beforeJoining: createBeforeJoining(mediaCheck, calls),
        signInvitation: parts.signInvitation,
        reads,
        clock,
      }),
      ...queueRoutes(queue),
    ],
    sweeper: (jobs) =>
      createSweeper({
        store: sweepStore,
        calls,
        router,
        media,
        mediaCheck,
        uptime,
        clock,
        log,
        jobs: [rooms, ...jobs],
      }),
    personRemoved: (tenantId, userId) =>
      calls.inOneTransaction(tenantId, async (unit) => {
        for (const callId of await unit.calls.callsInvolving(userId)) {
          const call = await unit.calls.find(callId);
          if (call) await unit.apply(call, { type: "person_removed", userId });
        }
      }),
  };
}

/** Does at once what the sweeper would do soon. */
function createAfterwards(
  { media, sweepStore, clock, log }: CallParts,
  engine: () => Pick<CallEngine, "router" | "mediaCheck">,
): (call: Call, effects: readonly Effect[]) => void {
  const deeds: Readonly<Record<Effect, (call: Call) => Promise<void>>> = {
    async delete_room(call) {
      await media.deleteRoom(call.roomName);
      await sweepStore.roomDeleted({ tenantId: call.tenantId, callId: call.id }, clock.now());
    },
    offer_waiting_calls: (call) => engine().router.offerWaitingCalls(call.tenantId),
    look_into_room: ({ tenantId, id }) => engine().mediaCheck({ tenantId, callId: id }),
  };
  return (call, effects) => {
    for (const effect of effects) {
      deeds[effect](call).catch((error: unknown) => {
        log.warn({ callId: call.id, effect, cause: messageOf(error) }, "left to the sweeper");
      });
    }
  };
}
