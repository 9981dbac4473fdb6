import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import type { CallAddress } from "../calls/store/call-store.ts";
import { forEachItem, isUnavailable } from "./for-each-item.ts";
import { batchSize, type SweeperDeps } from "./sweeper-deps.ts";

/** Interval at which an answered call is compared with its room. */
const roomCheckIntervalMs = 10_000;

/** The effect that ends a call deletes its room. The sweeper deletes rooms that are left later. */
const roomLeftAfterMs = 2_000;

/**
 * Extra time before a party counts as gone while rooms can't be checked. With the 10 s in which a
 * device reconnects by itself and the 20 s to rejoin, a media server has 45 s to come back. The
 * remaining 15 s of the minute are for pending work.
 */
const uncheckedRoomExtraMs = 15_000;

/**
 * Ends the legs of parties that did not rejoin in time. The room is checked first, because the last
 * report may be old.
 */
export async function endAbandonedLegs(deps: SweeperDeps): Promise<void> {
  const { store, calls, clock } = deps;
  const checkRoom = createRoomCheck(deps);
  const addresses = await store.callsPastRejoinDeadline(clock.now(), batchSize);
  await forEachItem(addresses, deps, async (address) => {
    const extraMs = (await checkRoom(address)) ? 0 : uncheckedRoomExtraMs;
    await calls.executeUnlessLocked(address, { type: "rejoin_deadline_passed", extraMs });
  });
}

/** Compares answered calls with their rooms. */
export async function checkRooms(deps: SweeperDeps): Promise<void> {
  const { store, calls, clock } = deps;
  const checkRoom = createRoomCheck(deps);
  const now = clock.now();
  const addresses = await store.claimMediaChecks(now - roomCheckIntervalMs, now, batchSize);
  await forEachItem(addresses, deps, async (address) => {
    if (!(await checkRoom(address)))
      await calls.executeUnlessLocked(address, { type: "media_unseen" });
  });
}

/** Deletes rooms of calls that ended. */
export async function deleteRooms(deps: SweeperDeps): Promise<void> {
  const { store, clock, media } = deps;
  const rooms = await store.roomsToDelete(clock.now() - roomLeftAfterMs, batchSize);
  await forEachItem(rooms, deps, async (room) => {
    await media.deleteRoom(room.roomName);
    await store.markRoomDeleted(room, clock.now());
  });
}

/**
 * Makes a function that checks rooms for one run of a job. It returns false if a room can't be
 * checked. If the media server is unavailable, it is not asked again in this run, because each
 * request would take until its timeout.
 */
function createRoomCheck({
  media,
  mediaCheck,
  log,
}: SweeperDeps): (address: CallAddress) => Promise<boolean> {
  let isMediaUnavailable = false;
  return async (address) => {
    if (isMediaUnavailable) return false;
    try {
      await mediaCheck(address);
      return true;
    } catch (error) {
      if (!(error instanceof MediaUnavailable)) throw error;
      isMediaUnavailable = await isUnavailable(media);
      log.warn(
        { ...address, mediaUnavailable: isMediaUnavailable, cause: error.message },
        "a room could not be checked",
      );
      return false;
    }
  };
}
