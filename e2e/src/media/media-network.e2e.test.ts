import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";
import { protocolsOf, watchConnections } from "./connections.ts";
import { expectSilence, expectTone } from "../harness/browser/audio-probe.ts";
import { openRelay, type Relay } from "./relay.ts";
import { tones } from "../harness/browser/tone.ts";

// Calls over networks that change, fail and block UDP, in real browsers with a real LiveKit.

let harness: MediaHarness;
let relay: Relay;

beforeAll(async () => {
  harness = await startMediaHarness();
});

afterAll(() => harness.stop());

beforeEach(async () => {
  harness.nextTest();
  [relay] = await Promise.all([openRelay(harness.settings), harness.createRoom()]);
});

afterEach(() => relay.close());

const prepare = async (page: MediaDevice["page"]): Promise<void> => {
  await watchConnections(page);
  await relay.route(page);
};

async function expectBoth(
  customer: MediaDevice,
  agent: MediaDevice,
  timeout = 15_000,
): Promise<void> {
  await Promise.all([
    expectTone(customer.page, tones.agent, timeout),
    expectTone(agent.page, tones.customer, timeout),
  ]);
}

/** Connects an agent and a customer, whose network is the relay. */
async function onCall(): Promise<[MediaDevice, MediaDevice]> {
  const [customer, agent] = await Promise.all([
    harness.open("customer", { livekitPort: relay.port, prepare }),
    harness.open("agent"),
  ]);
  await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
  await expectBoth(customer, agent);
  return [customer, agent];
}

const statusesOf = async (device: MediaDevice): Promise<string[]> =>
  (await device.page.evaluate(() => window.callMedia.history())).statuses;

describe("a machine that changes networks mid-call", () => {
  it("is reconnecting for a moment, and then both hear each other again", async () => {
    const [customer, agent] = await onCall();
    expect(await protocolsOf(customer.page)).toEqual(["udp"]);
    relay.switchNetwork();
    await expect.poll(() => statusesOf(customer), { timeout: 15_000 }).toContain("reconnecting");
    await customer.expectState({ status: "connected" }, 30_000);
    await expectBoth(customer, agent, 30_000);
  }, 90_000);

  it("while muted is muted after it, and heard once unmuted", async () => {
    const [customer, agent] = await onCall();
    await customer.setCalls("on-call", true);
    await agent.expectState({ remoteMuted: true });
    relay.switchNetwork();
    await expect.poll(() => statusesOf(customer), { timeout: 15_000 }).toContain("reconnecting");
    await customer.expectState({ status: "connected" }, 30_000);
    await expectTone(customer.page, tones.agent, 30_000);
    await expectSilence(agent.page);
    await agent.expectState({ remoteMuted: true, silence: null });
    await customer.setCalls("on-call", false);
    await expectTone(agent.page, tones.customer, 15_000);
  }, 90_000);

  it("and has none until LiveKit has given it up is back soon after there is one", async () => {
    const [customer, agent] = await onCall();
    relay.cut(true);
    await customer.expectState({ status: "reconnecting" }, 15_000);
    await agent.expectState({ remotePresent: false }, 40_000);
    relay.cut(false);
    await customer.expectState({ status: "connected" }, 30_000);
    await expectBoth(customer, agent, 30_000);
  }, 120_000);
});

describe("a network that loses packets", () => {
  it("is named on both sides within 20 s, and no more once it is mended", async () => {
    const [customer, agent] = await onCall();
    relay.loseUdp(0.4);
    await Promise.all([
      customer.expectState({ weakNetwork: "own" }, 20_000),
      agent.expectState({ weakNetwork: "peer" }, 20_000),
    ]);
    relay.loseUdp(0);
    await Promise.all([
      customer.expectState({ weakNetwork: null }, 40_000),
      agent.expectState({ weakNetwork: null }, 40_000),
    ]);
    await expectBoth(customer, agent);
  }, 90_000);
});

/** Tries the ways to the media server. Each way joins as somebody else. */
async function waysOf(): Promise<string[]> {
  const device = await harness.open("customer", {
    livekitPort: relay.port,
    prepare,
    newIdentities: true,
  });
  const results = await device.page.evaluate(() => window.callMedia.testWays());
  return results.map(({ way, outcome, detail }) => `${way}: ${outcome}, ${detail.split(",")[0]}`);
}

describe("the test of the ways to the media server", () => {
  const noRelay = "tls: not-offered, the media server has no relay over TLS";

  it("finds UDP and TCP, each by itself", async () => {
    expect(await waysOf()).toEqual(["udp: connected, by udp", "tcp: connected, by tcp", noRelay]);
  });

  it("says that UDP is blocked, where TCP is not", async () => {
    relay.blockUdp(true);
    expect(await waysOf()).toEqual([
      "udp: failed, the media server answers",
      "tcp: connected, by tcp",
      noRelay,
    ]);
  });

  it("says where nothing answers", async () => {
    relay.cut(true);
    const ways = await waysOf();
    expect(ways).toHaveLength(3);
    for (const way of ways) expect(way).toMatch(/^\w+: failed, no answer: /u);
  });
});

describe("a network that lets no UDP through", () => {
  it("carries a call all the same, by TCP", async () => {
    relay.blockUdp(true);
    const [customer] = await onCall();
    expect(await protocolsOf(customer.page)).toEqual(["tcp"]);
  }, 60_000);

  it("and no TCP either is named while the device goes on trying, and forgotten once sound flows", async () => {
    relay.blockMedia(true);
    const [customer, agent] = await Promise.all([
      harness.open("customer", { livekitPort: relay.port, prepare }),
      harness.open("agent"),
    ]);
    await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
    await customer.expectState({ status: "connecting", networkBlocked: true });
    await agent.expectState({ status: "connected", networkBlocked: false });
    relay.blockMedia(false);
    await customer.expectState({ status: "connected", networkBlocked: false });
    await expectBoth(customer, agent);
  }, 60_000);

  it("from the middle of a call on, brings it to TCP", async () => {
    const [customer, agent] = await onCall();
    relay.blockUdp(true);
    await expectSilence(agent.page, 30_000);
    await expectBoth(customer, agent, 60_000);
    expect(await protocolsOf(customer.page)).toEqual(["tcp"]);
  }, 120_000);
});
