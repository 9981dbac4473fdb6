import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable, type MediaServer } from "@synapse-voice/platform/media-server";
import type { Router } from "../queue/router.ts";
import type { CallAddress, SweepStore } from "../calls/store/call-store.ts";
import type { CallsService } from "../calls/service/calls-service.ts";
import { createLane, type Chore, type Lane } from "./job-runner.ts";
import type { MediaCheck } from "../calls/rooms/media-check.ts";
import type { Uptime } from "../calls/service/uptime.ts";

/** Makes time pass for calls: on every server, every second, whatever clients and other servers do. */
export type Sweeper = Lane;

export interface SweeperParts {
  readonly store: SweepStore;
  readonly calls: CallsService;
  readonly router: Pick<Router, "offerWaitingCalls">;
  readonly media: MediaServer;
  readonly mediaCheck: MediaCheck;
  readonly uptime: Uptime;
  readonly clock: Clock;
  readonly log: Logger;
  /** Other things that time does, each in its own rhythm: unfinished sign-ups, undelivered webhooks. */
  readonly chores?: readonly Chore[];
}

/** Connected calls are held against their rooms this often, ms. */
const mediaCheckEvery = 10_000;
/** The effect that ends a call deletes its room; only what that left behind is the sweeper's, ms. */
const leftBehind = 2_000;
const keepEvents = 24 * 3_600_000;
const batch = 100;
/**
 * So many calls at a time that one tenant's don't keep another's waiting, so few that requests find
 * connections too.
 */
const atOnce = 4;

/**
 * Where nobody can look into a room, a party is called gone this much later, ms. With the 10 s in
 * which its device mends by itself and the grace of 20 s that leaves a media server 45 s to come
 * back, and 15 s to what waits in line, before both must have read an end (60 s).
 */
const patience = 15_000;

export function createSweeper(parts: SweeperParts): Sweeper {
  const { clock, store } = parts;
  const chores = parts.chores ?? [];
  const lanes = [
    [
      { name: "due calls", every: 0, run: () => endDueCalls(parts) },
      { name: "turns", every: 0, run: () => endTurns(parts) },
      { name: "removed people", every: 0, run: () => endCallsOfRemoved(parts) },
      { name: "rings in vain", every: 0, run: () => endRingsInVain(parts) },
    ],
    // What takes long to decide for one tenant holds up no deadline.
    [{ name: "waiting calls", every: 0, run: () => offerWaiting(parts) }],
    // Nor does a media server of which a part is away, where each of a hundred rooms may cost
    // seconds.
    [{ name: "deserted calls", every: 0, run: () => endDesertedCalls(parts) }],
    [{ name: "media", every: 0, run: () => checkMedia(parts) }],
    [{ name: "rooms", every: 0, run: () => deleteRooms(parts) }],
    [
      { name: "retention", every: 60_000, run: () => store.forget(clock.now() - keepEvents) },
      ...chores.filter(({ apart }) => !apart),
    ],
    ...chores.filter(({ apart }) => apart).map((chore) => [chore]),
  ].map((lane) => createLane(parts, lane));
  return {
    start() {
      for (const lane of lanes) lane.start();
    },
    async sweep() {
      for (const lane of lanes) await lane.sweep();
    },
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()));
    },
  };
}

/**
 * A few at a time. What can't be done for one of them must not hold up the others, unless it would
 * fail for all.
 */
async function forEach<T extends Pick<CallAddress, "tenantId">>(
  items: readonly T[],
  { log, media }: SweeperParts,
  work: (item: T) => Promise<void>,
  atOnce = 1,
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
  await Promise.all(Array.from({ length: atOnce }, worker));
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

async function endDueCalls(parts: SweeperParts): Promise<void> {
  const { store, calls, clock, uptime } = parts;
  const now = clock.now();
  uptime.begin(now);
  const due = await store.dueCalls(now, uptime.leasesCount(now), batch);
  uptime.reached(now);
  const each = async (address: CallAddress): Promise<void> => {
    await calls.carryOutUnlessBusy(address, { type: "deadline_passed" });
    await calls.carryOutUnlessBusy(address, {
      type: "caller_lease_lost",
      leasesSince: uptime.since(now),
    });
  };
  await forEach(due, parts, each, atOnce);
}

/**
 * Whom a turn of the queue rang for its time has missed it; the next one's comes with the waiting
 * calls.
 */
async function endTurns(parts: SweeperParts): Promise<void> {
  const { store, calls, clock } = parts;
  await forEach(
    await store.turnsOver(clock.now(), batch),
    parts,
    (address) => calls.carryOutUnlessBusy(address, { type: "turns_over" }),
    atOnce,
  );
}

/**
 * Who was taken out of a tenant while a call of theirs was just being placed, or a crash came
 * between, is on no call any more.
 */
async function endCallsOfRemoved(parts: SweeperParts): Promise<void> {
  const { store, calls } = parts;
  const each = ({ userId, ...address }: CallAddress & { readonly userId: string }): Promise<void> =>
    calls.carryOutUnlessBusy(address, { type: "person_removed", userId });
  await forEach(await store.callsOfRemoved(batch), parts, each, atOnce);
}

/** Customers have one call at a time: who rings them while their own call is answered rings in vain. */
async function endRingsInVain(parts: SweeperParts): Promise<void> {
  const { store, calls } = parts;
  await forEach(
    await store.ringsInVain(batch),
    parts,
    (address) => calls.carryOutUnlessBusy(address, { type: "callee_taken" }),
    atOnce,
  );
}

async function offerWaiting(parts: SweeperParts): Promise<void> {
  const tenants = await parts.store.tenantsWithWaitingCalls();
  await forEach(
    tenants.map((tenantId) => ({ tenantId })),
    parts,
    ({ tenantId }) => parts.router.offerWaitingCalls(tenantId),
    atOnce,
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
}: SweeperParts): (address: CallAddress) => Promise<boolean> {
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
async function endDesertedCalls(parts: SweeperParts): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  await forEach(await store.desertedCalls(clock.now(), batch), parts, async (address) => {
    await calls.carryOutUnlessBusy(address, {
      type: "grace_passed",
      extraMs: (await look(address)) ? 0 : patience,
    });
  });
}

async function checkMedia(parts: SweeperParts): Promise<void> {
  const { store, calls, clock } = parts;
  const look = createLook(parts);
  const now = clock.now();
  await forEach(
    await store.claimMediaChecks(now - mediaCheckEvery, now, batch),
    parts,
    async (address) => {
      if (!(await look(address))) await calls.carryOutUnlessBusy(address, { type: "media_unseen" });
    },
  );
}

async function deleteRooms(parts: SweeperParts): Promise<void> {
  const { store, clock, media } = parts;
  await forEach(await store.roomsToDelete(clock.now() - leftBehind, batch), parts, async (room) => {
    await media.deleteRoom(room.roomName);
    await store.roomDeleted(room, clock.now());
  });
}
