// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { cleanup, screen } from "@testing-library/react";
import type { CallRecording } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import { ada, aRecordedCall, type FakeCallClient } from "@synapse-voice/client/testing";
import { button, onCall, ownCall, ringing, showCalls } from "../../../testing/show-calls.tsx";

afterEach(cleanup);

const withRecording = (view: CallView, change: Partial<CallRecording> = {}): CallView => ({
  ...view,
  call: { ...view.call, recording: aRecordedCall(change) },
});
const waiting = { state: "pending", activeFrom: null } as const;

describe("the recording of a call, for an agent", () => {
  it("is named while it rings, and is nothing for a call that is not recorded", () => {
    const { set } = showCalls({ calls: [withRecording(ringing, waiting)] });
    expect(screen.getByText("Incoming call · will be recorded")).toBeDefined();
    set({ calls: [withRecording(ownCall, waiting)] });
    expect(screen.getByText("Ringing… · will be recorded")).toBeDefined();
    set({ calls: [onCall] });
    expect(screen.queryByText(/record/iu)).toBeNull();
  });

  it("is paused and resumed, and shows for how long", async () => {
    const { client, set, user } = showCalls({ calls: [withRecording(onCall)] });
    expect(screen.getByText("Recording")).toBeDefined();
    await user.click(button("Pause recording"));
    set({
      calls: [withRecording(onCall, { state: "paused", pausedSince: "2026-01-01T09:04:00.000Z" })],
    });
    expect(screen.getByText("Recording paused")).toBeDefined();
    expect(screen.getAllByRole("timer").map(({ textContent }) => textContent)).toContain("0:07");
    await user.click(button("Resume recording"));
    expect(client.commands).toEqual([
      ["pauseRecording", "call-1"],
      ["resumeRecording", "call-1"],
    ]);
  });

  it("warns of a pause that nobody has ended", () => {
    showCalls({
      calls: [
        withRecording(onCall, {
          state: "paused",
          pausedSince: "2026-01-01T08:59:00.000Z",
          isPauseOverdue: true,
        }),
      ],
    });
    expect(screen.getByText("Still paused: resume when you can")).toBeDefined();
  });

  it("is started at the agent's choice", async () => {
    const { client, user } = showCalls({
      calls: [withRecording(onCall, { ...waiting, mode: "agent" })],
    });
    expect(screen.getByText("Not recording")).toBeDefined();
    await user.click(button("Start recording"));
    expect(client.commands).toEqual([["startRecording", "call-1"]]);
  });

  it.each<[Partial<CallRecording>, string]>([
    [{ ...waiting, mode: "ask" }, "Not recording: waiting for Carl to agree"],
    [{ state: "refused", mode: "ask" }, "Not recorded: Carl didn't agree"],
    [{ state: "refused", mode: "ask", agreed: false }, "Not recorded: you didn't agree"],
    [{ state: "failed" }, "Not recorded: recording doesn't work right now"],
    [{ state: "pending" }, "Recording starts…"],
    [{ state: "pending", pausedSince: "2026-01-01T09:04:00.000Z" }, "Recording paused"],
  ])("says %j", (change, words) => {
    showCalls({ calls: [withRecording(onCall, change)] });
    expect(screen.getByText(words)).toBeDefined();
  });

  it("is a row below the bar of a dock, and no button of the bar", () => {
    showCalls({ calls: [withRecording(onCall)] }, { placement: "docked" });
    expect(button("Pause recording").closest('[class^="sv-dock-"]')?.className).toBe(
      "sv-dock-held",
    );
  });

  it("can't be paused from a device without the call, and asks an agent where both must agree", () => {
    const { set } = showCalls({ calls: [withRecording({ ...onCall, here: false })] });
    expect(screen.queryByRole("button", { name: "Pause recording" })).toBeNull();
    set({ calls: [withRecording(onCall, { ...waiting, mode: "ask", asksReader: true })] });
    expect(button("Agree")).toBeDefined();
  });
});

describe("the recording of a call, for a customer", () => {
  const customer = { audience: "customer" } as const;
  const withAda = { ...onCall, peer: ada };
  // Pages of customers also load their requests for a call-back.
  const answers = ({ commands }: FakeCallClient) =>
    commands.filter(([name]) => name === "answerRecording");

  it("is told before and during the call", () => {
    const { set } = showCalls({ calls: [withRecording(ownCall, waiting)] }, customer);
    expect(screen.getByText("This call will be recorded.")).toBeDefined();
    set({ calls: [withRecording(withAda)] });
    expect(screen.getByText("This call is recorded.")).toBeDefined();
    expect(screen.queryByRole("button", { name: /recording/u })).toBeNull();
  });

  it("is told before they answer", () => {
    showCalls({ calls: [withRecording({ ...ringing, peer: ada }, waiting)] }, customer);
    expect(screen.getByText("This call will be recorded.")).toBeDefined();
  });

  it("is asked for, and a refusal leaves the call as it is", async () => {
    const asked = { ...waiting, mode: "ask", asksReader: true } as const;
    const { client, set, user } = showCalls({ calls: [withRecording(withAda, asked)] }, customer);
    expect(screen.getByText(/^May we record this call\?/u).textContent).toBe(
      "May we record this call? You can also talk without a recording.",
    );
    await user.click(button("Continue without recording"));
    await user.click(button("Agree"));
    expect(answers(client)).toEqual([
      ["answerRecording", "call-1", false],
      ["answerRecording", "call-1", true],
    ]);
    set({ calls: [withRecording(withAda, { mode: "ask", state: "refused", agreed: false })] });
    expect(screen.getByText("This call is not recorded.")).toBeDefined();
    expect(button("Hang up")).toBeDefined();
  });

  it("stops where they no longer agree", async () => {
    const { client, user } = showCalls(
      { calls: [withRecording(withAda, { mode: "ask", agreed: true })] },
      customer,
    );
    expect(screen.getByText("This call is recorded. You agreed.")).toBeDefined();
    await user.click(button("Stop recording"));
    expect(answers(client)).toEqual([["answerRecording", "call-1", false]]);
  });
});
