import type { TenantSettings } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import type { WakeUps } from "@synapse-voice/platform/database";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Logger } from "pino";
import type { AgentStore } from "../agents/store/agent-store.ts";
import { createCallRoutes } from "../calls/api/routes.ts";
import { createCallQueries, type CallQueries } from "../calls/feed/live-calls.ts";
import { createLiveFeed, type LiveFeed } from "../calls/feed/live-feed.ts";
import {
  createBeforeJoining,
  createMediaCheck,
  type MediaCheck,
  type Repair,
} from "../calls/rooms/media-check.ts";
import { createReconcileRooms } from "../calls/rooms/reconcile-rooms.ts";
import { createAnswerService } from "../calls/service/answer.ts";
import {
  createCallChanges,
  type CallChange,
  type CallChanges,
} from "../calls/service/call-change.ts";
import { createEffectHandlers, runEffects } from "../calls/service/effects.ts";
import { createCallsService, type CallsService } from "../calls/service/execute.ts";
import type { SignInvitation } from "../calls/service/start/invitation.ts";
import { createStartCall } from "../calls/service/start/start-call.ts";
import { createUptime, type Uptime } from "../calls/service/uptime.ts";
import type { CallReader } from "../calls/store/call-store.ts";
import type { RoomStore } from "../calls/store/room-store.ts";
import type { SweepStore } from "../calls/store/sweep-store.ts";
import type { Transactions } from "../calls/store/transactions.ts";
import type { PeopleDirectory } from "../identity/people-directory.ts";
import type { Job } from "../jobs/job-runner.ts";
import { createSweeper, type Sweeper } from "../jobs/sweeper.ts";
import type { NotesStore } from "../notes/store/notes-store.ts";
import type { Route } from "../platform/http/route.ts";
import { isOpen } from "../queue/business-hours.ts";
import { oneRoundAtATime } from "../queue/one-round-at-a-time.ts";
import { createQueueLists } from "../queue/queue-lists.ts";
import { createQueueService } from "../queue/queue-service.ts";
import { createRouter, type Router } from "../queue/router.ts";
import { queueRoutes } from "../queue/routes.ts";
import type { QueueStore } from "../queue/store/queue-store.ts";
import type { RecordingSweepStore } from "../recordings/store/recording-sweep-store.ts";

export interface CallDeps {
  readonly transactions: Transactions;
  readonly reads: CallReader;
  readonly sweepStore: SweepStore;
  readonly roomStore: RoomStore;
  readonly directory: PeopleDirectory;
  readonly agentStore: AgentStore;
  readonly queueStore: QueueStore;
  readonly notesStore: NotesStore;
  readonly recordingSweepStore: Pick<RecordingSweepStore, "hasFreeRecorder">;
  readonly media: MediaServer;
  readonly wakeUps: WakeUps;
  readonly signInvitation: SignInvitation;
  readonly settingsOf: (tenantId: string) => Promise<TenantSettings>;
  /** The most live calls of a tenant. */
  readonly maxCalls: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called with each committed change of a call. */
  readonly callChanged?: (change: CallChange) => void;
  readonly eventHeard?: (ageMs: number) => void;
  readonly mediaRepaired?: (repair: Repair) => void;
}

/** Rare enough for many servers, and often enough to correct a room within 15 s. */
const reconcileIntervalMs = 10_000;

/** The composed services of calls. */
export interface CallEngine {
  readonly calls: CallsService;
  readonly queries: CallQueries;
  readonly feed: LiveFeed;
  readonly router: Router;
  readonly routes: Route[];
  readonly mediaCheck: MediaCheck;
  sweeper(jobs: readonly Job[]): Sweeper;
  /** Cancels the offers and ends the calls of a person who was removed from the tenant. */
  personRemoved(tenantId: string, userId: string): Promise<void>;
}

export function composeCalls(deps: CallDeps): CallEngine {
  const { transactions, reads, media, sweepStore, clock, log } = deps;
  const uptime = createUptime(clock.now());
  const changes = createCallChanges();
  const calls = createCallsService({ transactions, clock, log, changes });
  const router = oneRoundAtATime(
    createRouter({ calls, queue: deps.queueStore, settingsOf: deps.settingsOf, uptime, clock }),
  );
  const repaired = deps.mediaRepaired ? { repaired: deps.mediaRepaired } : {};
  const mediaCheck = createMediaCheck({ media, reads, calls, clock, log, ...repaired });
  if (deps.callChanged) changes.subscribe(deps.callChanged);
  const handlers = createEffectHandlers({ media, sweepStore, queue: router, mediaCheck, clock });
  changes.subscribe(runEffects(handlers, log));
  const queries = createCallQueries(reads, clock, deps.notesStore.ofCalls);
  const feed = createLiveFeed({ ...deps, queries });
  const engine = { calls, queries, feed, router, mediaCheck };
  return {
    ...engine,
    routes: callRoutes(deps, engine, changes, uptime),
    sweeper: (jobs) =>
      createSweeper({
        ...engine,
        store: sweepStore,
        media,
        uptime,
        clock,
        log,
        jobs: [reconcileJob(deps, mediaCheck), ...jobs],
      }),
    personRemoved: (tenantId, userId) =>
      calls.inTransaction(tenantId, async (unit) => {
        for (const callId of await unit.calls.callsInvolving(userId)) {
          const call = await unit.calls.find(callId);
          if (call) await unit.apply(call, { type: "person_removed", userId });
        }
      }),
  };
}

function callRoutes(
  deps: CallDeps,
  {
    calls,
    queries,
    feed,
    router,
    mediaCheck,
  }: Omit<CallEngine, "routes" | "sweeper" | "personRemoved">,
  changes: CallChanges,
  uptime: Uptime,
): Route[] {
  const { reads, media, clock, signInvitation } = deps;
  const queue = createQueueService({
    store: deps.queueStore,
    agents: deps.agentStore,
    settings: deps.settingsOf,
    clock,
  });
  return [
    ...createCallRoutes({
      start: createStartCall({
        ...deps,
        changes,
        queue: router,
        isOpen,
        canRecord: () => deps.recordingSweepStore.hasFreeRecorder(clock.now()),
      }),
      answers: createAnswerService({ calls, uptime, clock }),
      calls,
      queries,
      placeOf: queue.placeOf,
      feed,
      media,
      beforeJoining: createBeforeJoining(mediaCheck, calls),
      signInvitation,
      reads,
      clock,
    }),
    ...queueRoutes(queue, createQueueLists(deps.queueStore)),
  ];
}

const reconcileJob = (
  { media, roomStore, clock, log, mediaRepaired }: CallDeps,
  mediaCheck: MediaCheck,
): Job => ({
  name: "rooms and calls",
  intervalMs: reconcileIntervalMs,
  isSlow: true,
  run: createReconcileRooms({
    media,
    store: roomStore,
    mediaCheck,
    clock,
    log,
    ...(mediaRepaired ? { repaired: mediaRepaired } : {}),
  }),
});
