import { liveStatuses } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import type { RoomStore } from "../room-store.ts";

/** A server that needs longer than this, or loses its connection, loses the lock. */
const lockTimeoutMs = 60_000;

/** Calls and their rooms in PostgreSQL. */
export function createPrismaRoomStore(database: Database): RoomStore {
  return {
    withAdvisoryLock: (work) =>
      // The lock ends with its transaction, and that with its connection. PostgreSQL ends the
      // connection of a server that is cut off.
      database.$transaction(
        async (transaction) => {
          await transaction.$executeRaw`
            SELECT set_config(
              'idle_in_transaction_session_timeout', ${String(lockTimeoutMs)}, true
            )`;
          const [row] = await transaction.$queryRaw<{ isLocked: boolean }[]>`
            SELECT pg_try_advisory_xact_lock(hashtextextended('reconcile_rooms', 0)) AS "isLocked"`;
          if (row?.isLocked) await work();
          return row?.isLocked ?? false;
        },
        { timeout: lockTimeoutMs },
      ),
    async liveRooms() {
      const rows = await database.callLog.findMany({
        where: { status: { in: [...liveStatuses] } },
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
