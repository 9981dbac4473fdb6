import type { Logger } from "pino";
import type { Clock } from "../adapters/clock.ts";
import { isDatabaseDown } from "../adapters/database-errors.ts";
import { MediaUnavailable, type MediaServer } from "../adapters/media-server.ts";
import type { Router } from "../routing/ring-all.ts";
import type { CallAddress, SweepStore } from "./call-store.ts";
import type { CallsService } from "./calls-service.ts";
import type { MediaCheck } from "./media-check.ts";
import type { Uptime } from "./uptime.ts";

/** Makes time pass for calls: on every server, every second, whatever clients and other servers do. */
export interface Sweeper {
  start(): void;
  /** One round, for tests and for `start`. Never fails: what it can't do now it does in a later round. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export interface SweeperParts {
  readonly store: SweepStore;
  readonly calls: CallsService;
  readonly router: Router;
  readonly media: MediaServer;
  readonly mediaCheck: MediaCheck;
  readonly uptime: Uptime;
  readonly clock: Clock;
  readonly log: Logger;
  /** Other things that time does, each in its own rhythm: unfinished sign-ups, undelivered webhooks. */
  readonly chores?: readonly Chore[];
}

/** Something to do from time to time. */
export interface Chore {
  readonly name: string;
  /** Ms between two times. */
  readonly every: number;
  run(): Promise<void>;
}

const rhythm = 1_000;
/** Connected calls are held against their rooms this often, ms. */
const mediaCheckEvery = 10_000;
/** The effect that ends a call deletes its room; only what that left behind is the sweeper's, ms. */
const leftBehind = 2_000;
const keepEvents = 24 * 3_600_000;
const batch = 100;

/** Where nobody can look into a room, a party is called gone this much later, ms. */
const patience = 25_000;

export function createSweeper(parts: SweeperParts): Sweeper {
  const { clock, store } = parts;
  // Two lanes, so that a slow media server holds up no deadline.
  const time = createLane(parts, [
    { name: "due calls", every: 0, run: () => endDueCalls(parts) },
    { name: "waiting calls", every: 0, run: () => offerWaiting(parts) },
  ]);
  const upkeep = createLane(parts, [
    { name: "deserted calls", every: 0, run: () => endDesertedCalls(parts) },
    { name: "media", every: 0, run: () => checkMedia(parts) },
    { name: "rooms", every: 0, run: () => deleteRooms(parts) },
    { name: "retention", every: 60_000, run: () => store.forget(clock.now() - keepEvents) },
    ...(parts.chores ?? []),
  ]);
  return {
    start() {
      time.start();
      upkeep.start();
    },
    async sweep() {
      await time.sweep();
      await upkeep.sweep();
    },
    async stop() {
      await Promise.all([time.stop(), upkeep.stop()]);
    },
  };
}

/** Runs chores one after another, again and again. */
function createLane({ clock, log }: SweeperParts, chores: readonly Chore[]): Sweeper {
  const lastRun = new Map<string, number>();
  let stopped = false;
  let cancel: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    for (const { name, every, run } of chores) {
      if (stopped) return;
      const pause = clock.now() - (lastRun.get(name) ?? -Infinity);
      // A negative one: the clock was set back.
      if (pause >= 0 && pause < every) continue;
      lastRun.set(name, clock.now());
      try {
        await run();
      } catch (error) {
        const mediaAway = error instanceof MediaUnavailable;
        const databaseAway = !mediaAway && isDatabaseDown(error);
        log.warn({ chore: name, ...(mediaAway || databaseAway ? { cause: error.message } : { err: error }) }, "sweep failed, the next one tries again");
        if (databaseAway) return;
      }
    }
  }
  function next(): void {
    running = sweep().finally(() => {
      if (!stopped) cancel = clock.after(rhythm, next);
    });
  }
  return {
    start: next,
    sweep,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

/** One after another. What can't be done for one of them must not hold up the others, unless it would fail for all. */
async function forEach<T extends Pick<CallAddress, "tenantId">>(items: readonly T[], { log, media }: SweeperParts, work: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      const mediaFailed = error instanceof MediaUnavailable;
      if (mediaFailed ? await isAway(media) : isDatabaseDown(error)) throw error;
      log[mediaFailed ? "warn" : "error"]({ item, err: error }, "left out of a sweep");
    }
  }
}

/** True where the media server answers nothing at all; else it was about one room, whose node may be away. */
const isAway = (media: MediaServer): Promise<boolean> => media.check().then(() => false, () => true);

async function endDueCalls(parts: SweeperParts): Promise<void> {
  const { store, calls, clock, uptime } = parts;
  const now = clock.now();
  uptime.begin(now);
  const due = await store.dueCalls(now, uptime.leasesCount(now), batch);
  uptime.reached(now);
  await forEach(due, parts, async (address) => {
    await calls.carryOutUnlessBusy(address, { type: "deadline_passed" });
    await calls.carryOutUnlessBusy(address, { type: "caller_lease_lost", leasesSince: uptime.since(now) });
  });
}

async function offerWaiting(parts: SweeperParts): Promise<void> {
  const tenants = await parts.store.tenantsWithWaitingCalls();
  await forEach(tenants.map((tenantId) => ({ tenantId })), parts, ({ tenantId }) => parts.router.offerWaitingCalls(tenantId));
}

/** Looks into rooms for one chore. Asked for every call, a media server that lets requests time out would hold up all that comes after. */
function createLook({ media, mediaCheck, log }: SweeperParts): (address: CallAddress) => Promise<boolean> {
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

/** Nobody is called gone on old news: the room is looked at first; where that can't be done, only after long. */
async function endDesertedCalls(parts: SweeperParts): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  await forEach(await store.desertedCalls(clock.now(), batch), parts, async (address) => {
    await calls.carryOutUnlessBusy(address, { type: "grace_passed", patience: (await look(address)) ? 0 : patience });
  });
}

async function checkMedia(parts: SweeperParts): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  const now = clock.now();
  await forEach(await store.claimMediaChecks(now - mediaCheckEvery, now, batch), parts, async (address) => {
    if (!(await look(address))) await calls.carryOutUnlessBusy(address, { type: "media_unseen" });
  });
}

async function deleteRooms(parts: SweeperParts): Promise<void> {
  const { store, clock, media } = parts;
  await forEach(await store.roomsToDelete(clock.now() - leftBehind, batch), parts, async (room) => {
    await media.deleteRoom(room.roomName);
    await store.roomDeleted(room, clock.now());
  });
}
