import type { CallStatus } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import type { RoomStore } from "../room-store.ts";

const live: CallStatus[] = ["QUEUED", "RINGING", "IN_PROGRESS"];
/** A server that takes longer than this (ms), or is cut off, no longer keeps the others from it. */
const longest = 60_000;

/** Calls and their rooms in PostgreSQL. */
export function createPrismaRoomStore(database: Database): RoomStore {
  return {
    alone: (work) =>
      // The lock goes with its transaction, and that with its connection; PostgreSQL itself ends
      // one whose server is cut off.
      database.$transaction(
        async (transaction) => {
          await transaction.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', ${String(longest)}, true)`;
          const [row] = await transaction.$queryRaw<
            { mine: boolean }[]
          >`SELECT pg_try_advisory_xact_lock(hashtextextended('reconcile_rooms', 0)) AS mine`;
          if (row?.mine) await work();
          return row?.mine ?? false;
        },
        { timeout: longest },
      ),
    async liveRooms() {
      const rows = await database.callLog.findMany({
        where: { status: { in: live } },
        select: { id: true, tenantId: true, roomName: true },
      });
      return rows.map(({ id, tenantId, roomName }) => ({ callId: id, tenantId, roomName }));
    },
    async endedRooms(names, before) {
      const rows = await database.callLog.findMany({
        where: { roomName: { in: [...names] }, endedAt: { lte: new Date(before) } },
        select: { roomName: true },
      });
      return new Set(rows.map(({ roomName }) => roomName));
    },
  };
}
