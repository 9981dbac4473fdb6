import { recordingOf, type CallRecording } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { aRecordedCall } from "../../testing/samples/samples.ts";
import { testClients } from "../../testing/remote/remote-test-client.ts";
import { count, onCall } from "../../testing/test-client.ts";

describe.each(testClients)("the recording of a call, %s", (_, startTestClient) => {
  async function onRecordedCall(change: Partial<CallRecording> = {}) {
    const test = await startTestClient();
    test.server.put({ id: "call-1", ...onCall, recording: aRecordedCall(change) });
    await test.clock.advance();
    const recording = () => recordingOf(test.client.getState().calls[0]!.call);
    return { ...test, recording };
  }

  it("is known with the call, and stays with it through other commands", async () => {
    const { client, clock, recording } = await onRecordedCall();
    expect(recording()).toEqual(aRecordedCall());
    await client.hold("call-1");
    await clock.advance();
    expect(recording()).toEqual(aRecordedCall());
  });

  it("is paused and resumed once the server has confirmed it, and not before", async () => {
    const { client, clock, recording } = await onRecordedCall();
    const pause = client.pauseRecording("call-1");
    expect(recording()?.pausedSince).toBeNull();
    await pause;
    await clock.advance();
    expect(recording()).toMatchObject({ state: "paused", pausedSince: expect.any(String) });
    await client.resumeRecording("call-1");
    await clock.advance();
    expect(recording()).toMatchObject({ state: "recording", pausedSince: null });
  });

  it("is started at the agent's choice", async () => {
    const { client, clock, recording } = await onRecordedCall({
      state: "pending",
      mode: "agent",
      activeFrom: null,
    });
    await client.startRecording("call-1");
    await clock.advance();
    expect(recording()).toMatchObject({ state: "recording", activeFrom: expect.any(String) });
  });

  it("is agreed to by the wording that we show", async () => {
    const { client, clock, server, recording } = await onRecordedCall({
      state: "pending",
      mode: "ask",
      wordingId: "ask-of-a-newer-server",
      asksReader: true,
    });
    await client.answerRecording("call-1", false);
    await clock.advance();
    expect(recording()).toMatchObject({ agreed: false, asksReader: false });
    expect(server.seen.findLast(({ path }) => path.endsWith("/consent"))?.body).toEqual({
      agreed: false,
      wordingId: "ask-1",
      language: "en",
    });
  });

  it("that is not paused says why, and a press sent twice is one command", async () => {
    const { client, server, paths, recording } = await onRecordedCall();
    server.refuse("recording/pause", "recording_not_active");
    await Promise.all([client.pauseRecording("call-1"), client.pauseRecording("call-1")]);
    expect(client.getState().notice).toMatchObject({
      code: "recording_not_active",
      callId: "call-1",
    });
    expect(recording()?.pausedSince).toBeNull();
    expect(count(paths(), "pause")).toBe(1);
  });

  it("that a newer server describes in an unknown form is none", async () => {
    const future = { mode: "of_the_future" } as unknown as CallRecording;
    const { client, server, clock, recording } = await onRecordedCall();
    server.put({ id: "call-1", recording: future });
    await clock.advance();
    expect(recording()).toBeNull();
    await client.hangUp("call-1");
  });
});
