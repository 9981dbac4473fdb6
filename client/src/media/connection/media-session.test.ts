import { describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.ts";
import { createFakeMediaPort, type FakeMediaPort } from "../../testing/fake-media-port.ts";
import type { DesiredMedia } from "../state/desired-media.ts";
import { createMediaSession, type MediaSession } from "./media-session.ts";

const onCall: DesiredMedia = {
  callId: "call-1",
  send: "voice",
  play: true,
  held: false,
  heldByPeer: null,
};

async function start(
  port = createFakeMediaPort(),
  desired = onCall,
): Promise<{ session: MediaSession; port: FakeMediaPort; clock: FakeClock }> {
  const clock = createFakeClock();
  const microphone = await port.openMicrophone();
  const access = async (): Promise<{ url: string; token: string }> => ({
    url: "ws://media.test",
    token: "token",
  });
  const session = createMediaSession(desired, {
    port,
    clock,
    access,
    microphone: () => microphone,
    measured: () => undefined,
    changed: () => {},
  });
  await clock.advance();
  return { session, port, clock };
}

describe("the media of a call that ends", () => {
  it("leave a microphone alone that was let go, whatever was still to be done with it", async () => {
    const port = createFakeMediaPort();
    port.publishing = "wait";
    const { session, clock } = await start(port, { ...onCall, send: "silence" });
    session.update(onCall);
    port.microphones[0]!.stop();
    void session.close();
    await clock.advance(10_000);
    expect(port.microphones[0]!.clones).toMatchObject([{ stopped: true, muted: true }]);
    expect(port.room()).toMatchObject({ left: true, published: [] });
    expect(clock.pending()).toBe(0);
  });

  it("do not try again what failed to be sent", async () => {
    const port = createFakeMediaPort();
    port.publishing = "fails";
    const { session, clock } = await start(port);
    await session.close();
    port.publishing = "ok";
    await clock.advance(10_000);
    expect(port.room().published).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});

describe("a mute", () => {
  it("that comes while the microphone is still being sent is in force at once", async () => {
    const port = createFakeMediaPort();
    port.publishing = "wait";
    const { session, clock } = await start(port);
    session.update({ ...onCall, send: "silence" });
    expect(port.microphones[0]!.clones).toMatchObject([{ muted: true }]);
    port.continueAll();
    await clock.advance();
    expect(port.room()).toMatchObject({ mutedAtPublish: [true], published: [{ muted: true }] });
  });

  it("that comes while there is no connection is in force at once, and after it", async () => {
    const { session, port, clock } = await start();
    port.entry = "wait";
    port.room().end("immediate");
    session.update({ ...onCall, send: "silence" });
    expect(port.microphones[0]!.clones).toMatchObject([{ muted: true }]);
    await clock.advance(60_000);
    port.continueAll();
    await clock.advance();
    expect(port.room().mutedAtPublish).toEqual([true]);
  });
});

describe("a room that throws out whoever enters", () => {
  it("is entered again at once the first time, then ever slower", async () => {
    const { port, clock } = await start();
    for (let round = 0; round < 20; round++) {
      if (port.room().inside) port.room().end("immediate");
      await clock.advance(100);
    }
    expect(port.rooms.length).toBeGreaterThan(2);
    expect(port.rooms.length).toBeLessThan(7);
  });

  it("is entered at once again after it has held for a while", async () => {
    const { port, clock } = await start();
    for (const rooms of [2, 3, 4]) {
      await clock.advance(10_000);
      port.room().end("immediate");
      await clock.advance();
      expect(port.rooms).toHaveLength(rooms);
    }
  });
});

describe("a weak connection", () => {
  it("is named, but not while the call is on hold", async () => {
    const { session, port } = await start();
    const weak = (): string | null => session.state().weakNetwork;
    expect(weak()).toBeNull();
    port.room().setState({ weakNetwork: "peer" });
    expect(weak()).toBe("peer");
    session.update({ ...onCall, send: "nothing", play: false, held: true });
    expect(weak()).toBeNull();
    session.update({ ...onCall, play: false, heldByPeer: "music" });
    expect(weak()).toBeNull();
    session.update(onCall);
    expect(weak()).toBe("peer");
    await session.close();
  });
});
