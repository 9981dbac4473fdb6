import { reportSoundSlim } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { ApiError } from "../session/api-error.ts";
import { onCall, endedCall, startCallMedia } from "../testing/start-call-media.ts";
import type { TestCallMedia } from "../testing/start-call-media.ts";

/** Returns the reports that were sent, oldest first. */
const reports = ({ client }: TestCallMedia): unknown[] =>
  client.commands
    .filter(([name, endpoint]) => name === "request" && endpoint === reportSoundSlim)
    .map(([, , options]) => options);
const report = (trouble: string | null) => ({
  params: { callId: onCall.call.id },
  body: { trouble },
});

/** A call on which the other side sends sound. */
async function onACall(): Promise<TestCallMedia> {
  const test = await startCallMedia();
  test.client.reply(reportSoundSlim, {} as never);
  test.port.state = { ...test.port.state, remotePresent: true };
  await test.setState({ calls: [onCall] });
  return test;
}

describe("what a device hears", () => {
  it("is reported when nothing arrives, within 8 s, and when it is mended", async () => {
    const test = await onACall();
    await test.clock.advance(10_000);
    expect(reports(test)).toEqual([]);
    test.port.audio.stuck.add("packets in");
    await test.clock.advance(8_000);
    expect(reports(test)).toEqual([report("unheard")]);
    test.port.audio.stuck.clear();
    await test.clock.advance(5_000);
    expect(reports(test)).toEqual([report("unheard"), report(null)]);
  });

  it("is reported again if the report was lost, and never after the call", async () => {
    const test = await onACall();
    let failures = 2;
    test.client.reply(reportSoundSlim, () => {
      if (failures === 0) return {} as never;
      failures -= 1;
      throw new Error("lost");
    });
    test.port.audio.stuck.add("packets in");
    await test.clock.advance(16_000);
    expect(reports(test)).toEqual([report("unheard"), report("unheard"), report("unheard")]);
    await test.setState({ calls: [endedCall] });
    await test.clock.advance(30_000);
    expect(reports(test)).toHaveLength(3);
  });

  it("is reported one at a time, so that a slow report does not come after a newer one", async () => {
    const test = await onACall();
    let reply = (): void => {};
    test.client.reply(reportSoundSlim, () => new Promise((resolve) => (reply = resolve as never)));
    test.port.audio.stuck.add("packets in");
    await test.clock.advance(8_000);
    test.port.audio.stuck.clear();
    await test.clock.advance(8_000);
    expect(reports(test)).toEqual([report("unheard")]);
    reply();
    await test.clock.advance(1_000);
    expect(reports(test)).toEqual([report("unheard"), report(null)]);
  });

  it("is not reported again to a server that refuses the report", async () => {
    const test = await onACall();
    test.client.reply(reportSoundSlim, new ApiError("not_found", 404));
    test.port.audio.stuck.add("packets in");
    await test.clock.advance(60_000);
    expect(reports(test)).toEqual([report("unheard")]);
  });
});

it("is reported first where another page or device had the call before", async () => {
  const test = await startCallMedia();
  test.client.reply(reportSoundSlim, {} as never);
  const answeredAt = test.client.now() - 60_000;
  await test.setState({ calls: [{ ...onCall, answeredAt }] });
  await test.clock.advance(1_000);
  expect(reports(test)).toEqual([report(null)]);
});

it("is not reported before the answer, when the server takes no report", async () => {
  const test = await startCallMedia();
  test.client.reply(reportSoundSlim, {} as never);
  test.port.entry = "blocked";
  const ringing = { ...onCall, role: "caller", phase: "ringing-out" } as const;
  await test.setState({ calls: [ringing] });
  await test.clock.advance(20_000);
  expect(reports(test)).toEqual([]);
  await test.setState({ calls: [onCall] });
  await test.clock.advance(1_000);
  expect(reports(test)).toEqual([report("blocked")]);
});

describe("a network that lets no sound through", () => {
  it("is named within 15 s, though the attempts go on, and is reported", async () => {
    const test = await startCallMedia();
    test.client.reply(reportSoundSlim, {} as never);
    test.port.entry = "blocked";
    await test.setState({ calls: [onCall] });
    await test.clock.advance(6_000);
    expect(test.media.getState()).toMatchObject({ status: "connecting", networkBlocked: false });
    await test.clock.advance(2_000);
    expect(test.media.getState().networkBlocked).toBe(true);
    expect(reports(test)).toEqual([report("blocked")]);
    test.port.entry = "open";
    await test.clock.advance(20_000);
    expect(test.media.getState()).toMatchObject({ status: "connected", networkBlocked: false });
    expect(reports(test)).toEqual([report("blocked"), report(null)]);
  });

  it("is named within 15 s, too, from the middle of a call on", async () => {
    const test = await onACall();
    await test.clock.advance(10_000);
    test.port.audio.stuck.add("packets in");
    test.port.entry = "blocked";
    await test.clock.advance(15_000);
    expect(test.media.getState()).toMatchObject({ status: "reconnecting", networkBlocked: true });
    expect(reports(test)).toEqual([report("unheard"), report("blocked")]);
  });

  it("is not blamed where the media server can't be reached at all", async () => {
    const test = await startCallMedia();
    test.port.entry = "closed";
    await test.setState({ calls: [onCall] });
    await test.clock.advance(60_000);
    expect(test.media.getState()).toMatchObject({ status: "connecting", networkBlocked: false });
    expect(reports(test)).toEqual([]);
  });
});
