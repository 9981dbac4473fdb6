import { randomUUID } from "node:crypto";
import {
  identityOf,
  MediaUnavailable,
  type MediaParticipant,
  type MediaServer,
  type OwnRoom,
} from "./media-server.ts";

/** LiveKit in memory: rooms, who is in them, and a switch to make it unreachable. */
export interface FakeMediaServer extends MediaServer {
  readonly rooms: ReadonlyMap<string, readonly MediaParticipant[]>;
  available: boolean;
  /** Restarts: rooms and who was in them are forgotten. */
  forget(): void;
  /** A device joins, as with a token; returns the session's id. */
  join(roomName: string, personId: string, deviceId: string): string;
  leave(roomName: string, personId: string, deviceId: string): void;
}

/** `now` dates new rooms; without it they are as old as can be. */
export function createFakeMediaServer(now: () => number = () => 0): FakeMediaServer {
  const rooms = new Map<string, MediaParticipant[]>();
  const made = new Map<string, OwnRoom>();
  const answer = async (): Promise<void> => {
    if (!server.available) throw new MediaUnavailable("switched off");
  };
  const server: FakeMediaServer = {
    publicUrl: "ws://media.test",
    rooms,
    available: true,
    async createRoom(name, callId) {
      await answer();
      if (rooms.has(name)) return;
      rooms.set(name, []);
      made.set(name, { name, callId, createdAt: now() });
    },
    async deleteRoom(roomName) {
      await answer();
      rooms.delete(roomName);
    },
    async participants(roomName) {
      await answer();
      return rooms.get(roomName) ?? null;
    },
    async removeParticipant(roomName, identity) {
      await answer();
      const room = rooms.get(roomName);
      if (room)
        rooms.set(
          roomName,
          room.filter((other) => other.identity !== identity),
        );
    },
    async ownRooms() {
      await answer();
      return [...made.values()].filter(({ name }) => rooms.has(name));
    },
    forget: () => rooms.clear(),
    mintToken: async (roomName, personId, deviceId) =>
      `media-token ${roomName} ${identityOf(personId, deviceId)} ${randomUUID()}`,
    check: answer,
    join(roomName, personId, deviceId) {
      const identity = identityOf(personId, deviceId);
      const sid = `PA_${randomUUID()}`;
      const room = rooms.get(roomName);
      if (!room) throw new MediaUnavailable(`no room ${roomName}`);
      rooms.set(roomName, [
        ...room.filter((other) => other.identity !== identity),
        { identity, sid },
      ]);
      return sid;
    },
    leave(roomName, personId, deviceId) {
      const identity = identityOf(personId, deviceId);
      rooms.set(
        roomName,
        (rooms.get(roomName) ?? []).filter((other) => other.identity !== identity),
      );
    },
  };
  return server;
}
