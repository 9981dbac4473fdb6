import { randomUUID } from "node:crypto";
import { times, type EchoTest } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { echoRoomPrefix, type MediaServer } from "@synapse-voice/platform/media-server";
import type { Person } from "../identity/person.ts";

/**
 * Echo tests: short rooms in which an agent's page hears its own microphone. They are no calls, and
 * nothing of them is stored.
 */
export interface EchoTestsService {
  start(agent: Person): Promise<EchoTest>;
  /**
   * Deletes the rooms that this server created and whose time is over. The reconciler deletes those
   * that are left, for example after a crash.
   */
  endExpired(): Promise<void>;
}

export interface EchoTestsServiceDeps {
  readonly media: Pick<MediaServer, "createEchoRoom" | "deleteRoom" | "mintToken" | "publicUrl">;
  readonly clock: Clock;
}

export function createEchoTestsService({ media, clock }: EchoTestsServiceDeps): EchoTestsService {
  /** End of each test in ms since the epoch, by the name of its room, oldest first. */
  const expiries = new Map<string, number>();
  return {
    async start({ userId }) {
      const roomName = `${echoRoomPrefix}${randomUUID()}`;
      const expiresAt = clock.now() + times.echoTestMs;
      // Before the request, because LiveKit may create the room and the reply may be lost.
      expiries.set(roomName, expiresAt);
      await media.createEchoRoom(roomName, expiresAt);
      const tokenOf = (end: string): Promise<string> =>
        media.mintToken(roomName, userId, `echo-${end}`, times.echoTestMs);
      return {
        mediaUrl: media.publicUrl,
        tokens: [await tokenOf("sender"), await tokenOf("player")],
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },
    async endExpired() {
      const now = clock.now();
      const expired = [...expiries].filter(([, expiresAt]) => expiresAt <= now);
      for (const [roomName] of expired) {
        // Forgotten first, so that a room that can't be deleted delays no other one again.
        expiries.delete(roomName);
        await media.deleteRoom(roomName);
      }
    },
  };
}
