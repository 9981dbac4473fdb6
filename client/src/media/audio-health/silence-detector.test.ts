import { describe, expect, it } from "vitest";
import { createFakeCallClient, type FakeCallClient } from "../../testing/fake-call-client.ts";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.ts";
import { createFakeMediaPort, type FakeMediaPort } from "../../testing/fake-media-port.ts";
import { aCallView } from "../../testing/samples/samples.ts";
import type { CallMedia } from "../call-media.ts";
import { createCallMediaWith } from "../create-call-media.ts";
import { createSilenceDetector } from "./silence-detector.ts";

const onCall = aCallView({ phase: "on-call", role: "callee", here: true });

interface Talking {
  readonly media: CallMedia;
  readonly client: FakeCallClient;
  readonly port: FakeMediaPort;
  readonly clock: FakeClock;
  silence(): ReturnType<CallMedia["getState"]>["silence"];
}

/** Starts a call and lets a minute pass. Both parties are heard, unless `prepare` stops something. */
async function talking(
  prepare: (port: FakeMediaPort) => void = () => {},
  ms = 60_000,
): Promise<Talking> {
  const client = createFakeCallClient();
  const port = createFakeMediaPort();
  const clock = createFakeClock();
  port.state = { ...port.state, remotePresent: true };
  prepare(port);
  const media = createCallMediaWith({ client, port, clock });
  client.set({ calls: [onCall] });
  await clock.advance(ms);
  return { media, client, port, clock, silence: () => media.getState().silence };
}

describe("no packets of the other side", () => {
  it("are named after a few seconds, and one new connection is tried, once", async () => {
    const { port, clock, silence } = await talking();
    expect(silence()).toBeNull();
    port.audio.stuck.add("packets in");
    await clock.advance(4_000);
    expect(silence()).toBeNull();
    await clock.advance(6_000);
    expect(silence()).toBe("no-sound-from-them");
    expect(port.rooms).toHaveLength(2);
    await clock.advance(120_000);
    expect(silence()).toBe("no-sound-from-them");
    expect(port.rooms).toHaveLength(2);
  });

  it("lead to one more connection, by the relay, where the media server has one", async () => {
    const { port, clock } = await talking((port) => (port.relay = "open"));
    port.audio.stuck.add("packets in");
    await clock.advance(8_000);
    expect(port.rooms.map(({ transport }) => transport)).toEqual(["any", "any"]);
    await clock.advance(120_000);
    expect(port.rooms.map(({ transport }) => transport)).toEqual(["any", "any", "relay"]);
    expect(port.room()).toMatchObject({ inside: true });
  });

  it("lead back to any way, and to no word of a blocked network, where the relay is out of reach", async () => {
    const { media, port, clock } = await talking((port) => (port.relay = "blocked"));
    port.audio.stuck.add("packets in");
    const blocked = new Set<boolean>();
    media.subscribe(() => blocked.add(media.getState().networkBlocked));
    await clock.advance(120_000);
    expect(port.rooms.map(({ transport }) => transport)).toEqual(["any", "any", "relay", "any"]);
    expect(port.room()).toMatchObject({ inside: true });
    expect([...blocked]).toEqual([false]);
  });

  it("are forgotten as soon as the new connection brings some", async () => {
    const { port, clock, silence } = await talking();
    port.audio.stuck.add("packets in");
    await clock.advance(10_000);
    expect(port.rooms).toMatchObject([{ left: true }, { inside: true }]);
    port.audio.stuck.clear();
    await clock.advance(4_000);
    expect(silence()).toBeNull();
  });

  it("are a new trouble, worth a new connection, after a minute in which all was well", async () => {
    const { port, clock } = await talking();
    for (const rooms of [2, 3]) {
      port.audio.stuck.add("packets in");
      await clock.advance(10_000);
      expect(port.rooms).toHaveLength(rooms);
      port.audio.stuck.clear();
      await clock.advance(70_000);
    }
  });

  it.each([
    ["is muted", { remoteMuted: true }],
    ["is not there", { remotePresent: false }],
  ])("are right while it %s", async (_, state) => {
    const { port, clock, silence } = await talking();
    port.audio.stuck.add("packets in");
    port.room().setState(state);
    await clock.advance(60_000);
    expect(silence()).toBeNull();
    expect(port.rooms).toHaveLength(1);
  });

  it.each([{ held: true }, { heldByPeer: "music" }] as const)(
    "are right while the call is on hold: %o",
    async (hold) => {
      const { client, port, clock, silence } = await talking();
      client.set({ calls: [{ ...onCall, ...hold }] });
      for (const name of ["packets in", "packets out", "energy out", "reports"] as const)
        port.audio.stuck.add(name);
      await clock.advance(120_000);
      expect(silence()).toBeNull();
      port.audio.stuck.clear();
      client.set({ calls: [onCall] });
      await clock.advance(4_000);
      expect(silence()).toBeNull();
      expect(port.rooms).toHaveLength(1);
    },
  );

  it("because it has no microphone are named, but no new connection is made for it", async () => {
    const { port, silence } = await talking((port) => (port.audio.theyPublish = false));
    expect(silence()).toBe("no-sound-from-them");
    expect(port.rooms).toHaveLength(1);
  });

  it("are nobody's silence while this machine slept or the connection was away", async () => {
    const { port, clock, silence } = await talking();
    port.room().setState({ reconnecting: true });
    port.audio.stuck.add("packets in");
    await clock.advance(120_000);
    port.room().setState({ reconnecting: false });
    await clock.advance(4_000);
    expect(silence()).toBeNull();
    await clock.advance(6_000);
    expect(silence()).toBe("no-sound-from-them");
  });
});

describe("packets without a sound of the other side", () => {
  it("are somebody who listens, where they were heard before", async () => {
    const { port, clock, silence } = await talking();
    port.audio.stuck.add("energy in");
    await clock.advance(600_000);
    expect(silence()).toBeNull();
    expect(port.rooms).toHaveLength(1);
  });

  it("are named where they were never heard, and no new connection is made for it", async () => {
    const { port, clock, silence } = await talking(
      (port) => port.audio.stuck.add("energy in"),
      12_000,
    );
    expect(silence()).toBeNull();
    await clock.advance(8_000);
    expect(silence()).toBe("no-sound-from-them");
    port.audio.stuck.clear();
    await clock.advance(2_000);
    expect(silence()).toBeNull();
    expect(port.rooms).toHaveLength(1);
  });
});

it("what is decoded from silence, which is not quite nothing, is no sound; a low voice is", () => {
  const update = createSilenceDetector();
  const silenceAt = (at: number, energy: number): unknown =>
    update.update(
      { incoming: [{ party: "them", muted: false, packets: at, energy }], outgoing: null },
      { hear: true, speak: false },
      at,
    ).silence;
  const oneLevel = (1 / 32_768) ** 2;
  for (let second = 1; second < 15; second++)
    expect(silenceAt(second * 1_000, second * oneLevel)).toBeNull();
  expect(silenceAt(16_000, 16 * oneLevel)).toBe("no-sound-from-them");
  const lowVoice = 10 ** (-50 / 10);
  expect(silenceAt(18_000, 18 * oneLevel + lowVoice)).toBeNull();
});

describe("what is sent of us", () => {
  it.each([
    ["no packet leaves", "packets out", 10_000],
    ["the server reports nothing of them", "reports", 20_000],
  ] as const)(
    "where %s: they can't hear us, and one new connection is tried",
    async (_, stuck, within) => {
      const { port, clock, silence } = await talking();
      port.audio.stuck.add(stuck);
      await clock.advance(within);
      expect(silence()).toBe("they-cannot-hear-us");
      expect(port.rooms).toHaveLength(2);
      port.audio.stuck.clear();
      await clock.advance(4_000);
      expect(silence()).toBeNull();
    },
  );

  it("is nothing while it is muted, and muted again in the new connection", async () => {
    const { client, port, clock, silence } = await talking();
    port.audio.stuck.add("packets out");
    await clock.advance(8_000);
    client.set({ muted: true });
    await clock.advance(30_000);
    expect(silence()).toBeNull();
    expect(port.room()).toMatchObject({ inside: true, published: [{ muted: true }] });
  });
});

describe("a microphone that records nothing but silence", () => {
  it("is named soon where it was never heard, and no new connection is made for it", async () => {
    const { port, clock, silence } = await talking(
      (port) => port.audio.stuck.add("energy out"),
      8_000,
    );
    expect(silence()).toBeNull();
    await clock.advance(6_000);
    expect(silence()).toBe("microphone-silent");
    port.audio.stuck.clear();
    await clock.advance(2_000);
    expect(silence()).toBeNull();
    expect(port.rooms).toHaveLength(1);
  });

  it("is one of somebody who listens, for a minute, where it was heard before", async () => {
    const { port, clock, silence } = await talking();
    port.audio.stuck.add("energy out");
    await clock.advance(50_000);
    expect(silence()).toBeNull();
    await clock.advance(14_000);
    expect(silence()).toBe("microphone-silent");
  });

  it("is named within seconds where the device says that it was switched off", async () => {
    const { port, clock, silence } = await talking();
    port.audio.stuck.add("energy out");
    port.audio.sourceMuted = true;
    await clock.advance(10_000);
    expect(silence()).toBe("microphone-silent");
  });

  it("is nobody's trouble while it is muted, and none right after", async () => {
    const { client, clock, silence } = await talking(
      (port) => port.audio.stuck.add("energy out"),
      0,
    );
    client.set({ muted: true });
    await clock.advance(120_000);
    expect(silence()).toBeNull();
    client.set({ muted: false });
    await clock.advance(6_000);
    expect(silence()).toBeNull();
  });
});
