import { describe, expect, it } from "vitest";
import type { FakeRoom } from "../testing/fake-media-room.ts";
import { aCallView, aSnapshot } from "../testing/samples/samples.ts";
import { startCallMedia } from "../testing/start-call-media.ts";

const view = (
  id: string,
  change: Partial<Parameters<typeof aCallView>[0]> = {},
): ReturnType<typeof aCallView> =>
  aCallView({ call: aSnapshot({ id }), phase: "on-call", role: "callee", here: true, ...change });
const first = view("first");
const second = view("second");

const sends = (room: FakeRoom): boolean =>
  room.published.some(({ muted, stopped }) => !muted && !stopped);

describe("a call that I hold", () => {
  it("stays in its room, sends nothing and is not heard, until it is resumed", async () => {
    const { media, port, room, setState } = await startCallMedia();
    await setState({ calls: [first] });
    await setState({ calls: [view("first", { held: true })] });
    expect(room("first")).toMatchObject({ inside: true, playing: false });
    expect(sends(room("first"))).toBe(false);
    expect(media.getState()).toMatchObject({
      callId: "first",
      status: "connected",
      held: true,
      microphone: "on",
    });
    await setState({ calls: [first] });
    expect(room("first")).toMatchObject({ inside: true, playing: true });
    expect(sends(room("first"))).toBe(true);
    expect(port.rooms).toHaveLength(1);
    expect(port.music).toEqual([]);
  });

  it("is in a room of its own beside the one that I talk in, and both can be swapped", async () => {
    const { media, port, room, setState } = await startCallMedia();
    await setState({ calls: [first] });
    for (const [talkedIn, held] of [
      ["second", "first"],
      ["first", "second"],
    ] as const) {
      await setState({ calls: [view(talkedIn), view(held, { held: true })] });
      expect([sends(room(talkedIn)), room(talkedIn).playing]).toEqual([true, true]);
      expect([sends(room(held)), room(held).playing]).toEqual([false, false]);
      expect(media.getState()).toMatchObject({
        callId: talkedIn,
        held: false,
        calls: [
          { callId: held, held: true },
          { callId: talkedIn, held: false },
        ],
      });
    }
    expect(port.rooms).toHaveLength(2);
    expect(port.microphones).toHaveLength(1);
  });

  it("ends by itself: the other one goes on", async () => {
    const { media, port, room, setState } = await startCallMedia();
    await setState({ calls: [view("first", { held: true }), second] });
    await setState({ calls: [second] });
    expect(room("first").left).toBe(true);
    expect(sends(room("second"))).toBe(true);
    expect(media.getState()).toMatchObject({ callId: "second", calls: [{ callId: "second" }] });
    await setState({ calls: [] });
    expect(port.microphones).toMatchObject([
      { stopped: true, clones: [{ stopped: true }, { stopped: true }] },
    ]);
  });

  it("is as silent in a room that had to be entered again, and heard after that as it was before", async () => {
    const { room, setState } = await startCallMedia();
    await setState({ calls: [view("first", { held: true }), second] });
    const before = room("first");
    before.end("immediate");
    await setState({});
    expect(room("first")).not.toBe(before);
    expect(room("first")).toMatchObject({
      inside: true,
      playing: false,
      playingAtEntry: false,
      mutedAtPublish: [true],
    });
    expect(sends(room("second"))).toBe(true);
    await setState({ calls: [first, view("second", { held: true })] });
    expect([sends(room("first")), room("first").playing]).toEqual([true, true]);
  });

  it("comes back muted where it was muted", async () => {
    const { room, setState } = await startCallMedia();
    await setState({ calls: [first], muted: true });
    await setState({ calls: [view("first", { held: true }), second], muted: false });
    expect([sends(room("first")), sends(room("second"))]).toEqual([false, true]);
    await setState({ calls: [first, view("second", { held: true })], muted: true });
    expect([sends(room("first")), sends(room("second"))]).toEqual([false, false]);
  });
});

it("a hold that comes while the room is still being entered is in force as it is", async () => {
  const { port, setState, clock } = await startCallMedia();
  port.entry = "wait";
  await setState({ calls: [first] });
  await setState({ calls: [view("first", { held: true })] });
  port.continueAll();
  await clock.advance();
  expect(port.room()).toMatchObject({
    inside: true,
    playingAtEntry: false,
    mutedAtPublish: [true],
  });
});

describe("a call that the other side holds", () => {
  it("sends nothing, is not heard and plays hold music, which stops as it is resumed", async () => {
    const { media, port, room, setState } = await startCallMedia();
    await setState({ calls: [first] });
    room("first").setState({ remotePresent: true, remoteMuted: true });
    expect(media.getState().remoteMuted).toBe(true);
    await setState({ calls: [view("first", { heldByPeer: "music" })] });
    expect([sends(room("first")), room("first").playing]).toEqual([false, false]);
    expect(port.music).toMatchObject([{ playing: true }]);
    expect(media.getState()).toMatchObject({
      held: false,
      heldByPeer: "music",
      remotePresent: true,
      remoteMuted: false,
    });
    await setState({ calls: [first] });
    expect([sends(room("first")), room("first").playing]).toEqual([true, true]);
    expect(port.music).toMatchObject([{ playing: false }]);
  });

  it("plays nothing where the tenant wants silence", async () => {
    const { port, room, setState } = await startCallMedia();
    await setState({ calls: [view("first", { heldByPeer: "silence" })] });
    expect(room("first").playing).toBe(false);
    expect(port.music).toEqual([]);
  });

  it("plays on while the connection is mended, and no more after the end", async () => {
    const { port, room, setState } = await startCallMedia();
    await setState({ calls: [view("first", { heldByPeer: "music" })] });
    room("first").end("immediate");
    await setState({});
    expect(port.music).toMatchObject([{ playing: true }]);
    await setState({ calls: [view("first", { heldByPeer: "music", phase: "ended" })] });
    expect(port.music).toMatchObject([{ playing: false }]);
  });

  it("asks for a click where the browser plays no music before one", async () => {
    const { media, port, setState } = await startCallMedia();
    port.musicNeeds = "click";
    await setState({ calls: [view("first", { heldByPeer: "music" })] });
    expect(media.getState().soundBlocked).toBe(true);
    port.clicked = true;
    await media.enableSound();
    expect(media.getState().soundBlocked).toBe(false);
  });

  it("asks for none after a reload where the browser plays to who records, though the microphone comes after the music", async () => {
    const { media, port, setState } = await startCallMedia();
    port.musicNeeds = "recording";
    port.prompt = "wait";
    await setState({ calls: [view("first", { heldByPeer: "music" })] });
    expect(media.getState().soundBlocked).toBe(true);
    port.answerPrompt();
    await setState({});
    expect(media.getState().soundBlocked).toBe(false);
  });

  it("whose sound went to another tab plays nothing here and records nothing", async () => {
    const { media, port, room, setState } = await startCallMedia();
    await setState({ calls: [view("first", { heldByPeer: "music" })] });
    room("first").end("never");
    expect(port.music).toMatchObject([{ playing: false }]);
    expect(port.microphones).toMatchObject([{ stopped: true, clones: [{ stopped: true }] }]);
    expect(media.getState().status).toBe("lost");
    await setState({});
    expect(port.music).toHaveLength(1);
  });
});

it("where one of two calls went to another tab, the other goes on with its own microphone", async () => {
  const { port, room, setState } = await startCallMedia();
  await setState({ calls: [view("first", { held: true }), second] });
  room("first").end("never");
  await setState({});
  expect(sends(room("second"))).toBe(true);
  expect(room("first").published).toMatchObject([{ stopped: true }]);
  expect(port.microphones).toMatchObject([{ stopped: false }]);
});
