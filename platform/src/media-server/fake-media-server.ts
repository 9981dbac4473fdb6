import { randomUUID } from "node:crypto";
import {
  identityOf,
  MediaUnavailable,
  type MediaParticipant,
  type MediaServer,
  type OwnRoom,
} from "./media-server.ts";

/** A media server in memory, which a test can make unreachable. */
export interface FakeMediaServer extends MediaServer {
  readonly rooms: ReadonlyMap<string, readonly MediaParticipant[]>;
  /** False makes every request fail. */
  available: boolean;
  /** Acts like a restart: all rooms and participants are gone. */
  forget(): void;
  /** Adds a device as a participant. Returns the session's id. */
  join(roomName: string, userId: string, deviceId: string): string;
  leave(roomName: string, userId: string, deviceId: string): void;
  /** Makes a device send more than its microphone. */
  sendMore(roomName: string, userId: string, deviceId: string): void;
}

/** `now` gives new rooms their time of creation. By default that is the epoch. */
export function createFakeMediaServer(now: () => number = () => 0): FakeMediaServer {
  const rooms = new Map<string, MediaParticipant[]>();
  const created = new Map<string, OwnRoom>();
  const failIfUnavailable = async (): Promise<void> => {
    if (!server.available) throw new MediaUnavailable("switched off");
  };
  const server: FakeMediaServer = {
    publicUrl: "ws://media.test",
    rooms,
    available: true,
    async createRoom(name, callId) {
      await failIfUnavailable();
      if (rooms.has(name)) return;
      rooms.set(name, []);
      created.set(name, { name, callId, createdAt: now() });
    },
    async createEchoRoom(name, expiresAt) {
      await failIfUnavailable();
      rooms.set(name, []);
      created.set(name, { name, callId: null, createdAt: now(), expiresAt });
    },
    async deleteRoom(roomName) {
      await failIfUnavailable();
      rooms.delete(roomName);
    },
    async participants(roomName) {
      await failIfUnavailable();
      return rooms.get(roomName) ?? null;
    },
    async removeParticipant(roomName, identity) {
      await failIfUnavailable();
      const room = rooms.get(roomName);
      if (room)
        rooms.set(
          roomName,
          room.filter((other) => other.identity !== identity),
        );
    },
    async ownRooms() {
      await failIfUnavailable();
      return [...created.values()].filter(({ name }) => rooms.has(name));
    },
    forget: () => rooms.clear(),
    async createsUnknownRooms() {
      await failIfUnavailable();
      return false;
    },
    mintToken: async (roomName, userId, deviceId) =>
      `media-token ${roomName} ${identityOf(userId, deviceId)} ${randomUUID()}`,
    check: failIfUnavailable,
    join(roomName, userId, deviceId) {
      const identity = identityOf(userId, deviceId);
      const sid = `PA_${randomUUID()}`;
      const room = rooms.get(roomName);
      if (!room) throw new MediaUnavailable(`no room ${roomName}`);
      rooms.set(roomName, [
        ...room.filter((other) => other.identity !== identity),
        { identity, sid },
      ]);
      return sid;
    },
    sendMore(roomName, userId, deviceId) {
      const identity = identityOf(userId, deviceId);
      rooms.set(
        roomName,
        (rooms.get(roomName) ?? []).map((other) =>
          other.identity === identity ? { ...other, sendsMore: true as const } : other,
        ),
      );
    },
    leave(roomName, userId, deviceId) {
      const identity = identityOf(userId, deviceId);
      rooms.set(
        roomName,
        (rooms.get(roomName) ?? []).filter((other) => other.identity !== identity),
      );
    },
  };
  return server;
}
