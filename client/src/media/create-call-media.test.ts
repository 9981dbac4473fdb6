import type { CallSnapshot } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { aCallView, ada, aSnapshot, carl } from "../testing/samples/samples.ts";
import { endedCall, next, onCall, recording, startCallMedia } from "../testing/start-call-media.ts";

const ringingOut = aCallView({
  call: aSnapshot({ caller: ada, callee: carl, offer: null }),
  role: "caller",
  phase: "ringing-out",
  here: true,
});

describe("the caller", () => {
  it("is asked for the microphone at the click, and nothing is sent before the answer", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ dialing: { calleeId: null, name: null } });
    expect(media.getState().microphone).toBe("on");
    expect(port.rooms).toHaveLength(0);

    await setState({ dialing: null, calls: [ringingOut] });
    expect(port.room()).toMatchObject({
      inside: true,
      published: [],
      access: { token: "token-call-1" },
    });
    expect(media.getState()).toMatchObject({ callId: "call-1", status: "connected" });

    await setState({ calls: [{ ...ringingOut, phase: "on-call" }] });
    expect(port.room().published).toEqual(port.microphones[0]!.clones);
    expect(port.rooms).toHaveLength(1);
  });

  it("lets the microphone go where no call came of the click", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ dialing: { calleeId: null, name: null } });
    await setState({ dialing: null });
    expect(recording(port)).toBe(false);
    expect(media.getState().microphone).toBe("idle");
  });
});

describe("the callee", () => {
  it("is asked for the microphone at Answer and enters the room when it is theirs", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ calls: [aCallView()] });
    expect(media.getState()).toMatchObject({ callId: null, microphone: "idle" });
    await setState({ calls: [aCallView({ phase: "answering" })] });
    expect(media.getState()).toMatchObject({ callId: null, microphone: "on" });
    await setState({ calls: [onCall] });
    expect(port.room()).toMatchObject({ inside: true, published: [{ stopped: false }] });
  });

  it("leaves the media of a call on another device alone", async () => {
    const { port, setState } = await startCallMedia();
    await setState({ calls: [{ ...onCall, here: false }] });
    expect(port.rooms).toHaveLength(0);
    expect(port.microphones).toHaveLength(0);
  });
});

describe("the end of a call", () => {
  it("leaves the room and turns the recording light off", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    await setState({ calls: [endedCall] });
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(recording(port)).toBe(false);
    expect(media.getState()).toMatchObject({ callId: null, status: "idle", microphone: "idle" });
  });

  it("while the room is still being entered gives that up", async () => {
    const { media, port, setState } = await startCallMedia();
    port.entry = "wait";
    await setState({ calls: [onCall] });
    expect(media.getState().status).toBe("connecting");
    await setState({ calls: [endedCall] });
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(media.getState().status).toBe("idle");
  });

  it("while the browser still asks for the microphone: a late yes is stopped at once", async () => {
    const { port, clock, setState, media } = await startCallMedia();
    port.prompt = "wait";
    await setState({ calls: [onCall] });
    expect(media.getState().microphone).toBe("asking");
    await setState({ calls: [endedCall] });
    port.answerPrompt();
    await clock.advance();
    expect(recording(port)).toBe(false);
    expect(media.getState().microphone).toBe("idle");
  });

  it("does not keep the next one waiting, but the same one: its room is left before it is entered again", async () => {
    const { port, client, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    client.set({ calls: [next] });
    expect(port.rooms).toHaveLength(2);
    expect(port.rooms[0]).toMatchObject({ left: true });
    client.set({ calls: [onCall] });
    expect(port.rooms).toHaveLength(2);
    await setState({});
    expect(port.rooms).toMatchObject([
      { left: true },
      { left: true },
      { inside: true, access: { token: "token-call-1" } },
    ]);
  });

  it("while its room is still being left is all there is to it, whatever was shown in between", async () => {
    const { port, client, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    client.set({ calls: [] });
    client.set({ calls: [onCall] });
    client.set({ calls: [] });
    await setState({});
    expect(port.rooms).toHaveLength(1);
    expect(recording(port)).toBe(false);
  });

  it("by closing the page's media leaves room and microphone", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    await media.close();
    expect(port.room().left).toBe(true);
    expect(recording(port)).toBe(false);
  });
});

describe("the other side", () => {
  it("is seen to be there and to be muted", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    expect(media.getState()).toMatchObject({ remotePresent: false, remoteMuted: false });
    port.room().setState({ remotePresent: true, remoteMuted: true });
    expect(media.getState()).toMatchObject({ remotePresent: true, remoteMuted: true });
  });

  it("is there as the server says, whoever else is in the room", async () => {
    const { media, port, client, setState } = await startCallMedia();
    const known = (presence: Partial<CallSnapshot>) => ({
      ...onCall,
      call: aSnapshot(presence),
    });
    await setState({ calls: [known({ peerAwaitedUntil: null })] });
    expect(media.getState().remotePresent).toBe(true);
    port.room().setState({ remotePresent: true });
    const until = new Date(client.now() + 20_000).toISOString();
    await setState({ calls: [known({ peerAwaitedUntil: until })] });
    expect(media.getState().remotePresent).toBe(false);
  });

  it("is away from when its page closes until it is back, and silent by right meanwhile", async () => {
    const { media, port, client, clock, setState } = await startCallMedia();
    port.state = { ...port.state, remotePresent: true };
    const known = (presence: Partial<CallSnapshot>) => ({
      ...onCall,
      call: aSnapshot({ peerAwaitedUntil: null, ...presence }),
    });
    await setState({ calls: [known({})] });
    await clock.advance(10_000);
    port.audio.stuck.add("packets in");
    const peerLeftPageAt = new Date(client.now()).toISOString();
    await setState({ calls: [known({ peerLeftPageAt })] });
    expect(media.getState().remotePresent).toBe(false);
    await clock.advance(20_000);
    expect(media.getState().silence).toBeNull();
    expect(port.rooms).toHaveLength(1);
    // A report that was wrong counts no longer than the server waits for the party.
    client.setNow(client.now() + 40_000);
    await setState({ calls: [known({ peerLeftPageAt })] });
    expect(media.getState().remotePresent).toBe(true);
  });

  it("is known without a microphone, which is a silence of its own", async () => {
    const { media, port, clock, setState } = await startCallMedia();
    port.audio.theyPublish = false;
    await setState({ calls: [{ ...onCall, call: aSnapshot({ peerAwaitedUntil: null }) }] });
    expect(media.getState().remotePresent).toBe(true);
    await clock.advance(10_000);
    expect(media.getState().silence).toBe("no-sound-from-them");
    expect(port.rooms).toHaveLength(1);
  });

  it("is heard after a click where the browser plays nothing before", async () => {
    const { media, port, setState } = await startCallMedia();
    await setState({ calls: [onCall] });
    port.room().setState({ soundBlocked: true });
    expect(media.getState().soundBlocked).toBe(true);
    await media.enableSound();
    expect(media.getState().soundBlocked).toBe(false);
  });
});

it("warms the connection to the media server that it knows", async () => {
  const { media, port, setState } = await startCallMedia();
  media.warm();
  expect(port.warmed).toEqual([]);
  await setState({ calls: [onCall] });
  await setState({ calls: [] });
  media.warm();
  expect(port.warmed).toEqual(["ws://media.test"]);
});
