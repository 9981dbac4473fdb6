import { isOver, type Call } from "../../domain/call.ts";
import type { RoomStore } from "../room-store.ts";

/** Calls and their rooms in memory. */
export function createFakeRoomStore(calls: () => Iterable<Call>): RoomStore {
  let isLocked = false;
  return {
    async withAdvisoryLock(work) {
      if (isLocked) return false;
      isLocked = true;
      try {
        await work();
        return true;
      } finally {
        isLocked = false;
      }
    },
    liveRooms: async () =>
      [...calls()]
        .filter((call) => !isOver(call))
        .map(({ id, tenantId, roomName }) => ({ callId: id, tenantId, roomName })),
    endedRooms: async (names, before) =>
      new Set(
        [...calls()]
          .filter(
            (call) =>
              call.endedAt !== null && call.endedAt <= before && names.includes(call.roomName),
          )
          .map(({ roomName }) => roomName),
      ),
  };
}
