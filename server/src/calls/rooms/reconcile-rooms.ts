import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import {
  isEchoRoom,
  MediaUnavailable,
  type MediaServer,
  type OwnRoom,
} from "@synapse-voice/platform/media-server";
import type { LiveRoom, RoomStore } from "../store/room-store.ts";
import type { MediaCheck, Repair } from "./media-check.ts";

/** A younger room without a call may belong to a call that is just being started. */
const minAgeMs = 60_000;
/** The end of a call deletes its room at once. The reconciler waits for that. */
const deletionGraceMs = 5_000;

export interface ReconcileRoomsDeps {
  readonly media: Pick<MediaServer, "ownRooms" | "deleteRoom">;
  readonly store: RoomStore;
  readonly mediaCheck: MediaCheck;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called with each repair, for the metrics. */
  readonly repaired?: (repair: Repair) => void;
}

/**
 * Returns the function that makes the media server's rooms agree with the calls, even if all
 * webhooks are lost: every live call has its room, and none of our rooms is without a live call.
 * It also removes the rooms of echo tests that are over. One server at a time does it.
 */
export function createReconcileRooms(deps: ReconcileRoomsDeps): () => Promise<void> {
  // The clocks may differ, so a room is deleted for its age only if it had no call the last time,
  // too. After a restart of the server this takes one more run.
  let suspects: ReadonlySet<string> = new Set();
  async function reconcile(): Promise<void> {
    // Reads rooms first. A call that starts between the two reads may seem to have no room, and is
    // checked again.
    const { rooms, echoRooms } = byKind(await deps.media.ownRooms());
    const live = await deps.store.liveRooms();
    const liveNames = live.map(({ roomName }) => roomName);
    const withoutCall = except(rooms, ({ name }) => name, liveNames);
    const knownSuspects = suspects;
    suspects = new Set(withoutCall.map(({ name }) => name));
    await removeOrphans(deps, withoutCall, knownSuspects);
    await removeStaleEchoRooms(deps, echoRooms);
    const roomNames = rooms.map(({ name }) => name);
    await restoreMissing(
      deps,
      except(live, ({ roomName }) => roomName, roomNames),
    );
  }
  return async () => void (await deps.store.withAdvisoryLock(reconcile));
}

/** Separates rooms of echo tests from those of calls. */
function byKind(own: readonly OwnRoom[]) {
  const isEcho = ({ name }: OwnRoom): boolean => isEchoRoom(name);
  return { rooms: own.filter((room) => !isEcho(room)), echoRooms: own.filter(isEcho) };
}

function except<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  names: readonly string[],
): T[] {
  const known = new Set(names);
  return items.filter((item) => !known.has(nameOf(item)));
}

async function removeOrphans(
  deps: ReconcileRoomsDeps,
  rooms: readonly OwnRoom[],
  suspects: ReadonlySet<string>,
): Promise<void> {
  if (rooms.length === 0) return;
  const now = deps.clock.now();
  const names = rooms.map(({ name }) => name);
  const ended = await deps.store.endedRooms(names, now - deletionGraceMs);
  const orphans = rooms.filter(
    ({ name, createdAt }) => ended.has(name) || (createdAt <= now - minAgeMs && suspects.has(name)),
  );
  await forEach(orphans, deps, async ({ name }) => {
    await deps.media.deleteRoom(name);
    deps.repaired?.("room_removed");
  });
}

/** Removes rooms that the server of an echo test has not deleted, for example because it crashed. */
async function removeStaleEchoRooms(
  deps: ReconcileRoomsDeps,
  rooms: readonly OwnRoom[],
): Promise<void> {
  const endedBefore = deps.clock.now() - deletionGraceMs;
  const stale = rooms.filter(({ expiresAt = 0 }) => expiresAt <= endedBefore);
  await forEach(stale, deps, async ({ name }) => {
    await deps.media.deleteRoom(name);
    deps.repaired?.("room_removed");
  });
}

/** The check lists the room's participants itself before it creates the room again. */
const restoreMissing = (deps: ReconcileRoomsDeps, calls: readonly LiveRoom[]): Promise<void> =>
  forEach(calls, deps, deps.mediaCheck);

/** A room that can't be reached, for example because its node is down, delays no other room. */
async function forEach<T extends OwnRoom | LiveRoom>(
  items: readonly T[],
  { log }: ReconcileRoomsDeps,
  repair: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    log.warn({ item }, "a room and a call that don't agree, or an echo test that is over");
    await repair(item).catch((error: unknown) => {
      if (!(error instanceof MediaUnavailable)) throw error;
      log.warn({ item, cause: error.message }, "left to the next comparison");
    });
  }
}
