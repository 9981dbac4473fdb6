import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable, type MediaServer } from "@synapse-voice/platform/media-server";
import type { Router } from "../queue/router.ts";
import type { CallAddress } from "../calls/store/call-store.ts";
import type { SweepStore } from "../calls/store/sweep-store.ts";
import type { CallsService } from "../calls/service/execute.ts";
import { createJobRunner, type Job } from "./job-runner.ts";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import type { Uptime } from "../calls/service/uptime.ts";

/**
 * Ends what has passed its deadline or lease. It runs every second on each server, so it needs
 * neither clients nor the other servers.
 */
export interface Sweeper {
  start(): void;
  /** Runs each job that is due, once. Never fails. */
  sweep(): Promise<void>;
  /** Starts no more jobs, and waits for those that run. */
  stop(): Promise<void>;
}

export interface SweeperDeps {
  readonly store: SweepStore;
  readonly calls: CallsService;
  readonly router: Pick<Router, "offerWaitingCalls">;
  readonly media: MediaServer;
  readonly mediaCheck: MediaCheck;
  readonly uptime: Uptime;
  readonly clock: Clock;
  readonly log: Logger;
  /** Jobs of other parts of the server, such as unfinished sign-ups and failed webhooks. */
  readonly jobs?: readonly Job[];
}

/** Interval at which an answered call is compared with its room. */
const mediaCheckIntervalMs = 10_000;
/** The effect that ends a call deletes its room. The sweeper deletes rooms that are left later. */
const roomLeftAfterMs = 2_000;
const eventRetentionMs = 24 * 3_600_000;
const batchSize = 100;
/**
 * Calls that are worked on at the same time. One tenant's calls must not delay another's, and
 * requests need connections to the database, too.
 */
const concurrency = 4;

/**
 * Extra time before a party counts as gone while rooms can't be checked. With the 10 s in which a
 * device reconnects by itself and the 20 s to rejoin, a media server has 45 s to come back. The
 * remaining 15 s of the minute are for pending work.
 */
const uncheckedRoomExtraMs = 15_000;

export function createSweeper(deps: SweeperDeps): Sweeper {
  const runners = jobGroups(deps).map((jobs) => createJobRunner(deps, jobs));
  return {
    start() {
      for (const runner of runners) runner.start();
    },
    async sweep() {
      for (const runner of runners) await runner.runDueJobs();
    },
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

/** Groups the jobs so that none is delayed by one that may take long. Each group gets a runner. */
function jobGroups(deps: SweeperDeps): readonly (readonly Job[])[] {
  const { clock, store, jobs = [] } = deps;
  return [
    [
      { name: "due calls", intervalMs: 0, run: () => endDueCalls(deps) },
      { name: "turns", intervalMs: 0, run: () => endTurns(deps) },
      { name: "removed people", intervalMs: 0, run: () => endCallsOfRemoved(deps) },
      { name: "rings in vain", intervalMs: 0, run: () => endRingsInVain(deps) },
    ],
    // The queue of one tenant may take long.
    [{ name: "waiting calls", intervalMs: 0, run: () => offerWaiting(deps) }],
    // While a node of the media server can't be reached, each of a hundred rooms may take seconds.
    [{ name: "deserted calls", intervalMs: 0, run: () => endDesertedCalls(deps) }],
    [{ name: "media", intervalMs: 0, run: () => checkMedia(deps) }],
    [{ name: "rooms", intervalMs: 0, run: () => deleteRooms(deps) }],
    [
      {
        name: "retention",
        intervalMs: 60_000,
        run: () => store.deleteOlderThan(clock.now() - eventRetentionMs),
      },
      ...jobs.filter(({ isSlow }) => !isSlow),
    ],
    ...jobs.filter(({ isSlow }) => isSlow).map((job) => [job]),
  ];
}

/**
 * A few at a time. What can't be done for one of them must not hold up the others, unless it would
 * fail for all.
 */
async function forEach<T extends Pick<CallAddress, "tenantId">>(
  items: readonly T[],
  { log, media }: SweeperDeps,
  work: (item: T) => Promise<void>,
  workers = 1,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) {
      try {
        await work(item);
      } catch (error) {
        const mediaFailed = error instanceof MediaUnavailable;
        if (mediaFailed ? await isAway(media) : isDatabaseDown(error)) throw error;
        log[mediaFailed ? "warn" : "error"]({ item, err: error }, "left out of a sweep");
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/**
 * True where the media server answers nothing at all; else it was about one room, whose node may be
 * away.
 */
const isAway = (media: MediaServer): Promise<boolean> =>
  media.check().then(
    () => false,
    () => true,
  );

async function endDueCalls(parts: SweeperDeps): Promise<void> {
  const { store, calls, clock, uptime } = parts;
  const now = clock.now();
  uptime.begin(now);
  const due = await store.dueCalls(now, uptime.leasesCount(now), batchSize);
  uptime.reached(now);
  const each = async (address: CallAddress): Promise<void> => {
    await calls.executeUnlessLocked(address, { type: "deadline_passed" });
    await calls.executeUnlessLocked(address, {
      type: "caller_lease_lost",
      leasesSince: uptime.since(now),
    });
  };
  await forEach(due, parts, each, concurrency);
}

/**
 * Whom a turn of the queue rang for its time has missed it; the next one's comes with the waiting
 * calls.
 */
async function endTurns(parts: SweeperDeps): Promise<void> {
  const { store, calls, clock } = parts;
  await forEach(
    await store.callsWithExpiredTurns(clock.now(), batchSize),
    parts,
    (address) => calls.executeUnlessLocked(address, { type: "turns_over" }),
    concurrency,
  );
}

/**
 * Who was taken out of a tenant while a call of theirs was just being placed, or a crash came
 * between, is on no call any more.
 */
async function endCallsOfRemoved(parts: SweeperDeps): Promise<void> {
  const { store, calls } = parts;
  const each = ({ userId, ...address }: CallAddress & { readonly userId: string }): Promise<void> =>
    calls.executeUnlessLocked(address, { type: "person_removed", userId });
  await forEach(await store.callsOfRemovedPeople(batchSize), parts, each, concurrency);
}

/** Customers have one call at a time: who rings them while their own call is answered rings in vain. */
async function endRingsInVain(parts: SweeperDeps): Promise<void> {
  const { store, calls } = parts;
  await forEach(
    await store.callsRingingBusyCustomers(batchSize),
    parts,
    (address) => calls.executeUnlessLocked(address, { type: "callee_taken" }),
    concurrency,
  );
}

async function offerWaiting(parts: SweeperDeps): Promise<void> {
  const tenants = await parts.store.tenantsWithWaitingCalls();
  await forEach(
    tenants.map((tenantId) => ({ tenantId })),
    parts,
    ({ tenantId }) => parts.router.offerWaitingCalls(tenantId),
    concurrency,
  );
}

/**
 * Looks into rooms for one chore. Asked for every call, a media server that lets requests time out
 * would hold up all that comes after.
 */
function createLook({
  media,
  mediaCheck,
  log,
}: SweeperDeps): (address: CallAddress) => Promise<boolean> {
  let mediaAway = false;
  return async (address) => {
    if (mediaAway) return false;
    try {
      await mediaCheck(address);
      return true;
    } catch (error) {
      if (!(error instanceof MediaUnavailable)) throw error;
      mediaAway = await isAway(media);
      log.warn({ ...address, mediaAway, cause: error.message }, "nobody can look into a room");
      return false;
    }
  };
}

/**
 * Nobody is called gone on old news: the room is looked at first; where that can't be done, only
 * after long.
 */
async function endDesertedCalls(parts: SweeperDeps): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  await forEach(
    await store.callsPastRejoinDeadline(clock.now(), batchSize),
    parts,
    async (address) => {
      await calls.executeUnlessLocked(address, {
        type: "grace_passed",
        extraMs: (await look(address)) ? 0 : uncheckedRoomExtraMs,
      });
    },
  );
}

async function checkMedia(parts: SweeperDeps): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  const now = clock.now();
  await forEach(
    await store.claimMediaChecks(now - mediaCheckIntervalMs, now, batchSize),
    parts,
    async (address) => {
      if (!(await look(address)))
        await calls.executeUnlessLocked(address, { type: "media_unseen" });
    },
  );
}

async function deleteRooms(parts: SweeperDeps): Promise<void> {
  const { store, clock, media } = parts;
  await forEach(
    await store.roomsToDelete(clock.now() - roomLeftAfterMs, batchSize),
    parts,
    async (room) => {
      await media.deleteRoom(room.roomName);
      await store.markRoomDeleted(room, clock.now());
    },
  );
}
