import { describe, expect, it } from "vitest";
import { createFakeCallClient, type FakeCallClient } from "../testing/fake-call-client.ts";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.ts";
import { aCallView, ada, aSnapshot, carl } from "../testing/samples.ts";
import type { CallMedia } from "./state/media-state.ts";
import { createMediaWith } from "./create-call-media.ts";
import { createFakeMediaPort, type FakeMediaPort } from "../testing/fake-media-port.ts";
import { InsecurePageError } from "./port/media-port.ts";

const domError = (name: string): Error => Object.assign(new Error(name), { name });
const ringingOut = aCallView({
  call: aSnapshot({ caller: ada, callee: carl, offer: null }),
  role: "caller",
  phase: "ringing-out",
  here: true,
});
const onCall = aCallView({ phase: "on-call", role: "callee", here: true });
const next = aCallView({
  call: aSnapshot({ id: "call-2" }),
  phase: "on-call",
  role: "callee",
  here: true,
});
const ended = { ...onCall, phase: "ended" } as const;

/** Whether the device still records, for whichever call. */
const recording = (port: FakeMediaPort): boolean =>
  port.microphones
    .flatMap((microphone) => [microphone, ...microphone.branches])
    .some(({ stopped }) => !stopped);

interface Started {
  readonly media: CallMedia;
  readonly client: FakeCallClient;
  readonly port: FakeMediaPort;
  readonly clock: FakeClock;
  /** Sets the client's state and lets everything happen that follows at once. */
  become(state: Parameters<FakeCallClient["set"]>[0]): Promise<void>;
  tokens(): number;
}

async function start(port = createFakeMediaPort()): Promise<Started> {
  const client = createFakeCallClient();
  const clock = createFakeClock();
  const media = createMediaWith({ client, port, clock });
  const become: Started["become"] = async (state) => {
    client.set(state);
    await clock.advance();
  };
  await clock.advance();
  return {
    media,
    client,
    port,
    clock,
    become,
    tokens: () => client.commands.filter(([name]) => name === "mediaAccess").length,
  };
}

describe("the caller", () => {
  it("is asked for the microphone at the click, and nothing is sent before the answer", async () => {
    const { media, port, become } = await start();
    await become({ dialing: { calleeId: null, name: null } });
    expect(media.getState().microphone).toBe("on");
    expect(port.rooms).toHaveLength(0);

    await become({ dialing: null, calls: [ringingOut] });
    expect(port.room()).toMatchObject({
      inside: true,
      published: [],
      access: { token: "token-call-1" },
    });
    expect(media.getState()).toMatchObject({ callId: "call-1", status: "connected" });

    await become({ calls: [{ ...ringingOut, phase: "on-call" }] });
    expect(port.room().published).toEqual(port.microphones[0]!.branches);
    expect(port.rooms).toHaveLength(1);
  });

  it("lets the microphone go where no call came of the click", async () => {
    const { media, port, become } = await start();
    await become({ dialing: { calleeId: null, name: null } });
    await become({ dialing: null });
    expect(recording(port)).toBe(false);
    expect(media.getState().microphone).toBe("idle");
  });
});

describe("the callee", () => {
  it("is asked for the microphone at Answer and enters the room when it is theirs", async () => {
    const { media, port, become } = await start();
    await become({ calls: [aCallView()] });
    expect(media.getState()).toMatchObject({ callId: null, microphone: "idle" });
    await become({ calls: [aCallView({ phase: "answering" })] });
    expect(media.getState()).toMatchObject({ callId: null, microphone: "on" });
    await become({ calls: [onCall] });
    expect(port.room()).toMatchObject({ inside: true, published: [{ stopped: false }] });
  });

  it("leaves the media of a call on another device alone", async () => {
    const { port, become } = await start();
    await become({ calls: [{ ...onCall, here: false }] });
    expect(port.rooms).toHaveLength(0);
    expect(port.microphones).toHaveLength(0);
  });
});

describe("the end of a call", () => {
  it("leaves the room and turns the recording light off", async () => {
    const { media, port, become } = await start();
    await become({ calls: [onCall] });
    await become({ calls: [ended] });
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(recording(port)).toBe(false);
    expect(media.getState()).toMatchObject({ callId: null, status: "idle", microphone: "idle" });
  });

  it("while the room is still being entered gives that up", async () => {
    const { media, port, become } = await start();
    port.entry = "wait";
    await become({ calls: [onCall] });
    expect(media.getState().status).toBe("connecting");
    await become({ calls: [ended] });
    expect(port.room()).toMatchObject({ inside: false, left: true });
    expect(media.getState().status).toBe("idle");
  });

  it("while the browser still asks for the microphone: a late yes is stopped at once", async () => {
    const { port, clock, become, media } = await start();
    port.prompt = "wait";
    await become({ calls: [onCall] });
    expect(media.getState().microphone).toBe("asking");
    await become({ calls: [ended] });
    port.answerPrompt();
    await clock.advance();
    expect(recording(port)).toBe(false);
    expect(media.getState().microphone).toBe("idle");
  });

  it("does not keep the next one waiting, but the same one: its room is left before it is entered again", async () => {
    const { port, client, become } = await start();
    await become({ calls: [onCall] });
    client.set({ calls: [next] });
    expect(port.rooms).toHaveLength(2);
    expect(port.rooms[0]).toMatchObject({ left: true });
    client.set({ calls: [onCall] });
    expect(port.rooms).toHaveLength(2);
    await become({});
    expect(port.rooms).toMatchObject([
      { left: true },
      { left: true },
      { inside: true, access: { token: "token-call-1" } },
    ]);
  });

  it("while its room is still being left is all there is to it, whatever was shown in between", async () => {
    const { port, client, become } = await start();
    await become({ calls: [onCall] });
    client.set({ calls: [] });
    client.set({ calls: [onCall] });
    client.set({ calls: [] });
    await become({});
    expect(port.rooms).toHaveLength(1);
    expect(recording(port)).toBe(false);
  });

  it("by closing the page's media leaves room and microphone", async () => {
    const { media, port, become } = await start();
    await become({ calls: [onCall] });
    await media.close();
    expect(port.room().left).toBe(true);
    expect(recording(port)).toBe(false);
  });
});

describe("a connection that breaks", () => {
  it("is entered again at once with a fresh token, and the microphone is published again, muted as before", async () => {
    const { media, port, become, tokens } = await start();
    await become({ calls: [onCall], muted: true });
    expect(port.room().mutedAtPublish).toEqual([true]);
    port.room().published[0]!.muted = false;
    port.room().end("at-once");
    expect(media.getState().status).toBe("reconnecting");
    await become({});
    expect(port.rooms).toHaveLength(2);
    expect(port.room()).toMatchObject({ inside: true, mutedAtPublish: [true] });
    expect(tokens()).toBe(2);
    expect(media.getState().status).toBe("connected");
  });

  it("is tried again, ever slower, until the server says that the call is over", async () => {
    const { media, port, clock, become } = await start();
    await become({ calls: [onCall] });
    port.entry = "closed";
    port.room().end("at-once");
    await clock.advance(30_000);
    const tries = port.rooms.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(20);
    expect(media.getState().status).toBe("reconnecting");
    await become({ calls: [ended] });
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(tries);
  });

  it("comes back once the room can be entered again", async () => {
    const { media, port, clock, become } = await start();
    port.entry = "closed";
    await become({ calls: [onCall] });
    expect(media.getState().status).toBe("connecting");
    port.entry = "open";
    await clock.advance(5_000);
    expect(media.getState().status).toBe("connected");
  });

  it("by a join of the same device elsewhere is lost for good", async () => {
    const { media, port, clock, become } = await start();
    await become({ calls: [onCall] });
    port.room().end("elsewhere");
    await clock.advance(60_000);
    expect(port.rooms).toHaveLength(1);
    expect(media.getState()).toMatchObject({ status: "lost", microphone: "idle" });
    expect(recording(port)).toBe(false);
    await become({ calls: [ended] });
    await become({ calls: [next] });
    expect(media.getState()).toMatchObject({ status: "connected", microphone: "on" });
  });

  it("because the server took the room away waits a moment for its word", async () => {
    const { media, port, clock, become } = await start();
    await become({ calls: [onCall] });
    port.entry = "wait";
    port.room().end("soon");
    await clock.advance(1_000);
    expect([port.rooms.length, media.getState().remotePresent]).toEqual([1, false]);
    await clock.advance(1_000);
    expect([port.rooms.length, media.getState().status]).toEqual([2, "reconnecting"]);
  });

  it("and mends itself shows as reconnecting meanwhile, and mute is applied again after it", async () => {
    const { media, port, clock, become } = await start();
    await become({ calls: [onCall], muted: true });
    port.room().show({ mending: true });
    expect(media.getState().status).toBe("reconnecting");
    port.room().published[0]!.muted = false;
    port.room().show({ mending: false });
    await clock.advance();
    expect(media.getState().status).toBe("connected");
    expect(port.room().published).toMatchObject([{ muted: true }]);
  });
});

describe("the microphone", () => {
  it.each([
    [domError("NotAllowedError"), "refused"],
    [domError("SecurityError"), "refused"],
    [domError("NotFoundError"), "missing"],
    [domError("NotReadableError"), "missing"],
    [new InsecurePageError(), "insecure"],
  ] as const)("%s means %s, and the call goes on listen-only", async (error, status) => {
    const { media, port, become } = await start();
    port.prompt = error;
    await become({ calls: [onCall] });
    expect(media.getState()).toMatchObject({ status: "connected", microphone: status });
    expect(port.room().published).toEqual([]);
  });

  it("can be tried again, and is then sent", async () => {
    const { media, port, clock, become } = await start();
    port.prompt = domError("NotAllowedError");
    await become({ calls: [onCall] });
    port.prompt = "grant";
    await media.retryMicrophone();
    await clock.advance();
    expect(media.getState().microphone).toBe("on");
    expect(port.room().published).toHaveLength(1);
    await media.retryMicrophone();
    expect(port.microphones).toHaveLength(1);
  });

  it("follows Mute and Unmute", async () => {
    const { port, become } = await start();
    await become({ calls: [onCall] });
    await become({ muted: true });
    expect(port.room().published).toMatchObject([{ muted: true }]);
    await become({ muted: false });
    expect(port.room().published).toMatchObject([{ muted: false }]);
  });

  it("that could not be published is published later", async () => {
    const { port, clock, become } = await start();
    port.publishing = "fails";
    await become({ calls: [onCall] });
    port.publishing = "ok";
    await clock.advance(2_000);
    expect(port.room().published).toHaveLength(1);
  });
});

describe("the other side", () => {
  it("is seen to be there and to be muted", async () => {
    const { media, port, become } = await start();
    await become({ calls: [onCall] });
    expect(media.getState()).toMatchObject({ remotePresent: false, remoteMuted: false });
    port.room().show({ remotePresent: true, remoteMuted: true });
    expect(media.getState()).toMatchObject({ remotePresent: true, remoteMuted: true });
  });

  it("is heard after a click where the browser plays nothing before", async () => {
    const { media, port, become } = await start();
    await become({ calls: [onCall] });
    port.room().show({ soundBlocked: true });
    expect(media.getState().soundBlocked).toBe(true);
    await media.enableSound();
    expect(media.getState().soundBlocked).toBe(false);
  });
});

it("warms the connection to the media server that it knows", async () => {
  const { media, port, become } = await start();
  media.warm();
  expect(port.warmed).toEqual([]);
  await become({ calls: [onCall] });
  await become({ calls: [] });
  media.warm();
  expect(port.warmed).toEqual(["ws://media.test"]);
});
