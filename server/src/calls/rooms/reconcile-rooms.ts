import type { Logger } from "pino";
import type { Clock } from "@synapse-voice/platform/clock";
import {
  MediaUnavailable,
  type MediaServer,
  type OwnRoom,
} from "@synapse-voice/platform/media-server";
import type { MediaCheck, Repair } from "./media-check.ts";
import type { LiveRoom, RoomStore } from "../store/room-store.ts";

/** A room whose call is not known may be one that is just being started, ms. */
const youngerIsSpared = 60_000;
/** The end of a call deletes its room at once; only what that left behind is for here, ms. */
const leftBehind = 5_000;

export interface ReconcileRoomsParts {
  readonly media: Pick<MediaServer, "ownRooms" | "deleteRoom">;
  readonly store: RoomStore;
  readonly mediaCheck: MediaCheck;
  readonly clock: Clock;
  readonly log: Logger;
  /** For the figures that operators watch. */
  readonly repaired?: (repair: Repair) => void;
}

/**
 * Makes the media server's rooms agree with the calls, needing no webhook for it: every live call
 * has its room, and no room of ours is left without a live call. One server at a time does it.
 */
export function createReconcileRooms(parts: ReconcileRoomsParts): () => Promise<void> {
  // Clocks may differ: what is to go for its age must also have been seen without a call before. A
  // restart only looks once more.
  let suspects: ReadonlySet<string> = new Set();

  async function reconcile(): Promise<void> {
    // Rooms first: a call that starts between the two looks has its room later, and what it lacks
    // is looked at again.
    const rooms = await parts.media.ownRooms();
    const live = await parts.store.liveRooms();
    const withoutCall = except(
      rooms,
      ({ name }) => name,
      live.map(({ roomName }) => roomName),
    );
    const seenBefore = suspects;
    suspects = new Set(withoutCall.map(({ name }) => name));
    await removeOrphans(parts, withoutCall, seenBefore);
    await restoreMissing(
      parts,
      except(
        live,
        ({ roomName }) => roomName,
        rooms.map(({ name }) => name),
      ),
    );
  }
  return async () => void (await parts.store.alone(reconcile));
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
  parts: ReconcileRoomsParts,
  rooms: readonly OwnRoom[],
  seenBefore: ReadonlySet<string>,
): Promise<void> {
  if (rooms.length === 0) return;
  const now = parts.clock.now();
  const ended = await parts.store.endedRooms(
    rooms.map(({ name }) => name),
    now - leftBehind,
  );
  const orphans = rooms.filter(
    ({ name, createdAt }) =>
      ended.has(name) || (createdAt <= now - youngerIsSpared && seenBefore.has(name)),
  );
  await forEach(orphans, parts, async ({ name }) => {
    await parts.media.deleteRoom(name);
    parts.repaired?.("room_removed");
  });
}

/** The check looks for itself before it makes a room anew. */
const restoreMissing = (parts: ReconcileRoomsParts, calls: readonly LiveRoom[]): Promise<void> =>
  forEach(calls, parts, parts.mediaCheck);

/** A room that can't be reached, its node being away, holds up no other. */
async function forEach<T extends OwnRoom | LiveRoom>(
  items: readonly T[],
  { log }: ReconcileRoomsParts,
  repair: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    log.warn({ item }, "a room and a call that don't agree");
    await repair(item).catch((error: unknown) => {
      if (!(error instanceof MediaUnavailable)) throw error;
      log.warn({ item, cause: error.message }, "left to the next comparison");
    });
  }
}
