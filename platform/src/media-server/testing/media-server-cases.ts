import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { MediaUnavailable, type MediaServer } from "../media-server.ts";

/** Cases that LiveKit and the fake media server both pass. */
export function mediaServerCases(create: () => MediaServer, unreachable: () => MediaServer): void {
  let media: MediaServer;
  let room: string;
  beforeEach(() => {
    media = create();
    room = `call-test-${randomUUID()}`;
  });

  it("makes a room, which is empty at first, and removes it", async () => {
    await media.createRoom(room, "call");
    expect(await media.participants(room)).toEqual([]);
    await media.deleteRoom(room);
    expect(await media.participants(room)).toBeNull();
  });

  it("removes what is not there, and makes what is there, without complaint", async () => {
    await media.deleteRoom(room);
    await media.removeParticipant(room, "ada:desk");
    await media.createRoom(room, "call");
    await media.createRoom(room, "call");
    await media.removeParticipant(room, "ada:desk");
    expect(await media.participants(room)).toEqual([]);
    await media.deleteRoom(room);
  });

  it("knows of no one in a room that does not exist", async () => {
    expect(await media.participants(room)).toBeNull();
  });

  it("lists the rooms that it made, with their calls and since when they are", async () => {
    const before = Date.now();
    await media.createRoom(room, "call");
    await media.createRoom(`${room}-2`, "another");
    const mine = (await media.ownRooms())
      .filter(({ name }) => name.startsWith(room))
      .toSorted((a, b) => a.name.length - b.name.length);
    expect(mine).toMatchObject([
      { name: room, callId: "call" },
      { name: `${room}-2`, callId: "another" },
    ]);
    // LiveKit may count whole seconds.
    for (const { createdAt } of mine) expect(createdAt - before).toBeGreaterThan(-1_001);
    for (const { createdAt } of mine) expect(createdAt).toBeLessThanOrEqual(Date.now());
    await media.deleteRoom(room);
    expect((await media.ownRooms()).map(({ name }) => name)).not.toContain(room);
  });

  it("makes rooms of echo tests, which have no call but an end", async () => {
    const echoRoom = `echo-test-${randomUUID()}`;
    const expiresAt = Date.now() + 60_000;
    await media.createEchoRoom(echoRoom, expiresAt);
    expect((await media.ownRooms()).find(({ name }) => name === echoRoom)).toMatchObject({
      name: echoRoom,
      callId: null,
      expiresAt,
    });
    expect(await media.participants(echoRoom)).toEqual([]);
    await media.deleteRoom(echoRoom);
    expect((await media.ownRooms()).map(({ name }) => name)).not.toContain(echoRoom);
    await expect(unreachable().createEchoRoom(echoRoom, expiresAt)).rejects.toThrow(
      MediaUnavailable,
    );
  });

  it("makes a token for a device", async () => {
    expect(await media.mintToken(room, "ada", "desk")).toEqual(expect.any(String));
  });

  it("leaves it to the server to create rooms", async () => {
    expect(await media.createsUnknownRooms()).toBe(false);
    await media.createRoom(room, "call");
    expect(await media.createsUnknownRooms()).toBe(false);
    await expect(unreachable().createsUnknownRooms()).rejects.toThrow(MediaUnavailable);
    await media.deleteRoom(room);
  });

  it("says when it can be used and when not", async () => {
    await media.check();
    const away = unreachable();
    await expect(away.check()).rejects.toThrow(MediaUnavailable);
    await expect(away.createRoom(room, "call")).rejects.toThrow(MediaUnavailable);
    await expect(away.deleteRoom(room)).rejects.toThrow(MediaUnavailable);
    await expect(away.removeParticipant(room, "ada:desk")).rejects.toThrow(MediaUnavailable);
    await expect(away.participants(room)).rejects.toThrow(MediaUnavailable);
    await expect(away.ownRooms()).rejects.toThrow(MediaUnavailable);
  });
}
