import { beforeEach, describe, expect, it } from "vitest";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import {
  createFakeClock,
  createFakeMediaServer,
  type FakeClock,
  type FakeMediaServer,
} from "@synapse-voice/platform/testing";
import type { Person } from "../identity/person.ts";
import { createEchoTestsService, type EchoTestsService } from "./echo-tests-service.ts";

const ada = { userId: "ada", tenantId: "acme" } as Person;

describe("echo tests", () => {
  let clock: FakeClock;
  let media: FakeMediaServer;
  let service: EchoTestsService;
  beforeEach(() => {
    clock = createFakeClock();
    media = createFakeMediaServer(clock.now);
    service = createEchoTestsService({ media, clock });
  });
  const rooms = () => [...media.rooms.keys()];

  it("have a room with tokens for its two ends, for a minute", async () => {
    const { mediaUrl, tokens, expiresAt } = await service.start(ada);
    const [room] = rooms();
    expect([mediaUrl, Date.parse(expiresAt)]).toEqual(["ws://media.test", clock.now() + 60_000]);
    expect(room).toMatch(/^echo-[\da-f-]{36}$/u);
    expect(tokens.map((token) => token.split(" ").slice(1, 3))).toEqual([
      [room, "ada:echo-sender"],
      [room, "ada:echo-player"],
    ]);
  });

  it("end at their time, and no earlier", async () => {
    await service.start(ada);
    clock.advance(30_000);
    await service.start(ada);
    const [, later] = rooms();
    clock.advance(29_999);
    await service.endExpired();
    expect(rooms()).toHaveLength(2);
    clock.advance(1);
    await service.endExpired();
    expect(rooms()).toEqual([later]);
    clock.advance(30_000);
    await service.endExpired();
    expect(rooms()).toEqual([]);
  });

  it("leave a room that can't be deleted to the reconciler, and delete the others", async () => {
    await service.start(ada);
    await service.start(ada);
    const [lost, other] = rooms();
    const { deleteRoom } = media;
    media.deleteRoom = async (name) => {
      if (name === lost) throw new MediaUnavailable("timed out");
      await deleteRoom(name);
    };
    clock.advance(60_000);
    await expect(service.endExpired()).rejects.toThrow(MediaUnavailable);
    await service.endExpired();
    expect([rooms(), other]).toEqual([[lost], other]);
  });

  it("whose room was created though the reply was lost end too", async () => {
    const { createEchoRoom } = media;
    media.createEchoRoom = async (...room) => {
      await createEchoRoom(...room);
      throw new MediaUnavailable("timed out");
    };
    await expect(service.start(ada)).rejects.toThrow(MediaUnavailable);
    expect(rooms()).toHaveLength(1);
    clock.advance(60_000);
    await service.endExpired();
    expect(rooms()).toEqual([]);
  });
});
