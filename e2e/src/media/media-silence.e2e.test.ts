import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startMediaHarness, type MediaDevice, type MediaHarness } from "./media-harness.ts";
import { breakSending, packetsReceived, watchConnections } from "./connections.ts";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { speak, installMicrophone } from "./test-microphone.ts";

// Measures silence in real browsers with a real LiveKit, Opus and its DTX.

let harness: MediaHarness;

beforeAll(async () => {
  harness = await startMediaHarness();
});

afterAll(() => harness.stop());

beforeEach(async () => {
  harness.nextTest();
  await harness.createRoom();
});

const silencesOf = async (device: MediaDevice): Promise<(string | null)[]> =>
  (await device.page.evaluate(() => window.callMedia.history())).silences;

describe("silence", () => {
  it("of a microphone that records nothing is shown to whose it is, and to the other side; no connection is made anew for it", async () => {
    const [customer, agent] = await Promise.all([harness.open("nobody"), harness.open("agent")]);
    await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
    await customer.expectState(
      { status: "connected", microphone: "on", silence: "microphone-silent" },
      40_000,
    );
    await agent.expectState({ silence: "no-sound-from-them", remoteMuted: false }, 40_000);
    expect([customer.tokenRequests, agent.tokenRequests]).toEqual([1, 1]);
    await customer.setCalls("on-call", true);
    await Promise.all([
      customer.expectState({ silence: null }),
      agent.expectState({ remoteMuted: true, silence: null }),
    ]);
  }, 120_000);

  it("of somebody who has spoken and now listens is none, though hardly a packet comes", async () => {
    const [customer, agent] = await Promise.all([
      harness.open("customer", { prepare: (page) => installMicrophone(page, tones.customer) }),
      harness.open("agent", { prepare: watchConnections }),
    ]);
    await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
    await expectTone(agent.page, tones.customer, 15_000);
    await speak(customer.page, false);
    const [before, from] = [await packetsReceived(agent.page), performance.now()];
    await expect.poll(() => performance.now() - from, { timeout: 30_000 }).toBeGreaterThan(20_000);
    const perSecond =
      ((await packetsReceived(agent.page)) - before) / ((performance.now() - from) / 1000);
    // 50 per second while somebody speaks, 5 with DTX.
    expect(perSecond).toBeLessThan(20);
    expect(perSecond).toBeGreaterThan(1);
    expect([await silencesOf(customer), await silencesOf(agent)]).toEqual([[null], [null]]);
    await speak(customer.page, true);
    await expectTone(agent.page, tones.customer, 15_000);
  }, 120_000);

  it("because nothing leaves one side is noticed there, and ended by a new connection", async () => {
    const [customer, agent] = await Promise.all([
      harness.open("customer", { prepare: watchConnections }),
      harness.open("agent"),
    ]);
    await Promise.all([customer.setCalls("on-call"), agent.setCalls("on-call")]);
    await Promise.all([
      expectTone(customer.page, tones.agent, 15_000),
      expectTone(agent.page, tones.customer, 15_000),
    ]);
    await breakSending(customer.page);
    await expect
      .poll(() => silencesOf(customer), { timeout: 30_000 })
      .toContain("they-cannot-hear-us");
    await expectTone(agent.page, tones.customer, 30_000);
    await Promise.all([
      customer.expectState({ status: "connected", silence: null }),
      agent.expectState({ status: "connected", silence: null }),
    ]);
    expect(customer.tokenRequests).toBe(2);
  }, 120_000);
});
