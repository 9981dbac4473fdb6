import { describe, expect, it } from "vitest";
import {
  currentWordings,
  RecordingMode,
  recordingStates,
  type CallRecording,
} from "../call-parts/call-recording.ts";
import { noticeBeforeCall, recordingNotice, shownWordings } from "./recording-notice.ts";

const aRecording = (change: Partial<CallRecording>): CallRecording => ({
  state: "recording",
  mode: "notice",
  wordingId: "notice-1",
  asksReader: false,
  agreed: null,
  activeFrom: "2026-03-01T10:00:00.000Z",
  pausedSince: null,
  isPauseOverdue: false,
  ...change,
});
const before = (change: Partial<CallRecording>) => recordingNotice(aRecording(change), false);
const during = (change: Partial<CallRecording>) => recordingNotice(aRecording(change), true);

describe("what customers read about a recording", () => {
  it("is the wording of new calls", () => {
    for (const mode of RecordingMode.options)
      expect(shownWordings[mode].id).toBe(currentWordings[mode]);
  });

  it("is there before the call, in every mode", () => {
    for (const mode of RecordingMode.options) expect(noticeBeforeCall(mode)).toMatch(/record/u);
  });

  it("tells them before the answer, and from it on", () => {
    expect(before({ state: "pending" })?.text).toBe("This call will be recorded.");
    expect(during({ state: "pending" })?.text).toBe("This call is recorded.");
    expect(during({})?.text).toBe("This call is recorded.");
  });

  it("asks them, and takes their word for it, also later", () => {
    const asked = { mode: "ask", state: "pending", asksReader: true, activeFrom: null } as const;
    const question = { text: "May we record this call?", choice: "question" };
    expect([before(asked), during(asked)]).toEqual([question, question]);
    expect(before({ mode: "ask", state: "pending", agreed: true })).toEqual({
      text: "This call will be recorded. You agreed.",
      choice: "withdraw",
    });
    expect(during({ mode: "ask", agreed: true })).toEqual({
      text: "This call is recorded. You agreed.",
      choice: "withdraw",
    });
    expect(during({ mode: "ask", state: "refused", agreed: false, activeFrom: null })).toEqual({
      text: "This call is not recorded.",
      choice: null,
    });
  });

  it("does not say that a call is recorded before the agent starts it, or while it is paused", () => {
    const notStarted = { mode: "agent", state: "pending", activeFrom: null } as const;
    expect(during(notStarted)?.text).toBe("This call may be recorded. It says so when it is.");
    expect(during({ mode: "agent" })?.text).toBe("This call is being recorded.");
    expect(during({ state: "paused" })?.text).toBe("The recording is paused.");
    expect(during({ state: "failed" })?.text).toBe("This call is not recorded.");
  });

  it("is nothing once it is over", () => {
    const over = recordingStates.filter((state) => during({ state }) === null);
    expect(over).toEqual(["finishing", "complete", "partial", "expired", "erased"]);
  });
});
